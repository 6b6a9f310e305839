"""Fit the calibrated numbers to the fitted patterns: repeatable, within each number's own range.

    python experiments/calibration/calibrate.py --rounds 4 --out results/calibration.json

Loss: the mean over fitted patterns of the squared distance from the published figure, in half-widths of its range, each capped
so that a pattern out of reach does not bend the rest. Patterns kept aside are never looked at. The luck is the same throughout.
"""

import argparse
import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from scipy.optimize import differential_evolution, lsq_linear

from lwsim.rooms import all_parameters
from lwsim.validation.average import average_england
from lwsim.validation.check import TARGETS, recorded
from lwsim.validation.targets import FITTED

NAMES = tuple(name for name, one in all_parameters().items() if one.standing == "calibrated")
"""Every number whose standing is calibrated."""

CAP = 9.0
"""Most that one pattern adds to the loss: three half-widths."""


DAMPING, LONGEST = 0.3, 0.25
"""How strongly a change is held back (half-widths for a full range); longest change in one round, of a range."""


def far_from(values: dict[str, float], seeds: Sequence[int], sample: float) -> tuple[np.ndarray, dict[str, float]]:
    """Distance of each fitted pattern from its published figure in half-widths of its range; and what each gave."""
    place, fitted = average_england(), [one for one in TARGETS if one.kind == FITTED]
    runs = [recorded(place, seed=seed, sample=sample, parameters=values) for seed in seeds]
    given = {one.name: float(np.mean([one.of(run) for run in runs])) for one in fitted}
    return np.array([(given[one.name] - one.published) / (0.5 * (one.high - one.low)) for one in fitted]), given


class Search:
    """Remembers the best numbers met; works on shares (0..1) of each number's range."""

    def __init__(self, names: Sequence[str], seeds: Sequence[int], sample: float) -> None:
        declared = all_parameters()
        self.names, self.seeds, self.sample = tuple(names), tuple(seeds), sample
        self.low = np.array([declared[name].low for name in names])
        self.span = np.array([declared[name].high - declared[name].low for name in names])
        self.start = (np.array([declared[name].value for name in names]) - self.low) / self.span
        self.best, self.best_loss, self.given, self.done = self.start.copy(), np.inf, {}, 0

    def values(self, shares: np.ndarray) -> dict[str, float]:
        """Numbers by name at shares of their ranges."""
        return {
            name: float(value) for name, value in zip(self.names, self.low + np.clip(shares, 0, 1) * self.span, strict=True)
        }

    def far(self, shares: np.ndarray) -> np.ndarray:
        """The distances at these shares; the best are kept."""
        far, given = far_from(self.values(shares), self.seeds, self.sample)
        loss = float(np.mean(np.minimum(far**2, CAP)))
        self.done += 1
        if loss < self.best_loss:
            self.best, self.best_loss, self.given = np.clip(shares, 0, 1), loss, given
            print(f"{self.done:5d}  {loss:.4f}", flush=True)
        return far

    def loss(self, shares: np.ndarray) -> float:
        """The loss at these shares."""
        return float(np.mean(np.minimum(self.far(shares) ** 2, CAP)))


def slopes(search: Search, at: np.ndarray, here: np.ndarray, step: float, workers: int) -> np.ndarray:
    """How each pattern's distance (in half-widths) moves with each share: (patterns, numbers), by differences of `step`."""
    steps = np.where(at + step <= 1.0, step, -step)
    with ThreadPoolExecutor(workers) as pool:
        moved = list(pool.map(search.far, [at + np.eye(at.size)[k] * steps[k] for k in range(at.size)]))
    return np.stack([(there - here) / steps[k] for k, there in enumerate(moved)], axis=1)


def gauss_newton(search: Search, rounds: int, step: float, workers: int) -> None:
    """From today's numbers: linear least squares within the ranges, a few times over, at most a quarter of a range at once."""
    at = search.start
    for _ in range(rounds):
        here = search.far(at)
        pull = np.minimum(1.0, CAP**0.5 / np.maximum(np.abs(here), 1e-9))
        table = slopes(search, at, here, step, workers) * pull[:, None]
        damped = np.vstack([table, DAMPING * np.eye(at.size)])
        low, high = np.maximum(-LONGEST, -at) - 1e-9, np.minimum(LONGEST, 1.0 - at) + 1e-9
        change = lsq_linear(damped, np.concatenate([-here * pull, np.zeros(at.size)]), (low, high)).x
        for share in (1.0, 0.5, 0.25):
            before = search.best_loss
            search.far(np.clip(at + share * change, 0.0, 1.0))
            if search.best_loss < before:
                break
        if np.array_equal(at, search.best):
            return
        at = search.best


def fit(search: Search, rounds: int, seed: int, method: str, workers: int) -> None:
    """Run the optimiser: 'least-squares' from today's values, or 'differential-evolution' over the whole ranges (long)."""
    if method == "differential-evolution":
        ends = [(0.0, 1.0)] * len(search.names)
        differential_evolution(
            search.loss, ends, x0=search.start, popsize=2, maxiter=rounds, rng=np.random.default_rng(seed), polish=False
        )
    else:
        gauss_newton(search, rounds, 0.12, workers)


def main() -> None:
    """Read what is asked, fit, and print and write the numbers."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1, help="of differential evolution; the model's luck is --seeds")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1])
    parser.add_argument("--sample", type=float, default=0.4)
    parser.add_argument("--method", choices=("least-squares", "differential-evolution"), default="least-squares")
    parser.add_argument("--names", nargs="+", default=list(NAMES), help="numbers to fit; left out, all that are calibrated")
    parser.add_argument("--out", type=Path, default=None)
    asked = parser.parse_args()
    search = Search(asked.names, asked.seeds, asked.sample)
    fit(search, asked.rounds, asked.seed, asked.method, asked.workers)
    result = {"loss": search.best_loss, "values": search.values(search.best), "given": search.given}
    print(json.dumps(result, indent=2))
    if asked.out:
        asked.out.parent.mkdir(parents=True, exist_ok=True)
        asked.out.write_text(json.dumps(result, indent=2) + "\n")


if __name__ == "__main__":
    main()
