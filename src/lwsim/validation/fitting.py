"""A one-variable logistic regression by Newton's method: odds by weeks waited."""

import numpy as np

STEPS = 30


def odds_ratio(yes: np.ndarray, no: np.ndarray, low: float, high: float) -> float:
    """Odds of `yes` against `no` for each further unit of x, low <= x <= high. yes, no: the x of each case. NaN if none."""
    x = np.concatenate([yes, no]).astype(float)
    y = np.concatenate([np.ones(yes.size), np.zeros(no.size)])
    inside = (x >= low) & (x <= high)
    x, y = x[inside], y[inside]
    if x.size < 2 or y.min() == y.max() or x.min() == x.max():
        return float("nan")
    design = np.column_stack([np.ones(x.size), x - x.mean()])
    weights = np.zeros(2)
    for _ in range(STEPS):
        p = 1.0 / (1.0 + np.exp(-design @ weights))
        curve = design.T @ (design * (p * (1.0 - p))[:, None])
        weights = weights + np.linalg.solve(curve, design.T @ (y - p))
    return float(np.exp(weights[1]))
