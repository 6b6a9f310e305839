"""Fit plausible worlds to the fitted patterns together: which combinations of numbers the published figures leave open.

    python experiments/calibration/worlds.py --rounds 500 300 300 --runs results/worlds --out src/lwsim/worlds.csv

Round after round worlds are drawn (from the ranges alone, then from the last round's fit), lived as average England, and the
patterns are regressed on the numbers that were drawn (the lasso picks the few that matter to each). A linear, normal update
(ensemble Kalman) of the ranges by the published figures is the next fit. A published range counts as 95% of a normal
distribution around its middle; what a regression leaves unexplained is added to it, so that a pattern the numbers explain
badly says little. Patterns kept aside are lived and counted, and take no part. A round that was stopped is taken up again.
"""

import argparse
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path

import numpy as np
from scipy.special import ndtr, ndtri
from sklearn.linear_model import LassoCV, LinearRegression

from lwsim.place_file import Place
from lwsim.rooms import all_parameters
from lwsim.validation.average import average_england
from lwsim.validation.check import TARGETS, recorded
from lwsim.validation.targets import FITTED, Target
from lwsim.worlds import Fit, write

NUMBERS = {name: one for name, one in all_parameters().items() if one.low < one.high}
EITHER_WAY = 1.96
"""Standard deviations from the middle of a published range to its end."""
FARTHEST = 6.0
"""Half-widths of its range beyond which a pattern is simply far off: a line is drawn through what is nearer."""
EARLIER = 0.2
"""Weight of an earlier round's world in a regression; of the last round's 1."""
SPEAKS = 0.97
"""A combination along which more than this of the spread is kept says nothing worth keeping."""
SAVED_EVERY = 20
LUCKS = 1000
"""Seeds set aside for each round's luck."""


def sampled(count: int, seed: int) -> np.ndarray:
    """A Latin hypercube of standard normal draws: (count, numbers)."""
    rng = np.random.default_rng(seed)
    shape = (count, len(NUMBERS))
    return np.asarray(ndtri((np.argsort(rng.random(shape), axis=0) + rng.random(shape)) / count))


@cache
def place() -> Place:
    """Average England."""
    return average_england()


def lived(task: tuple[np.ndarray, int]) -> list[float]:
    """Every pattern in one world. task: its draws, moved, and the seed of its luck."""
    bells, seed = task
    values = {name: one.drawn(float(ndtr(bell))) for (name, one), bell in zip(NUMBERS.items(), bells, strict=True)}
    run = recorded(place(), seed=seed, parameters=values)
    return [float(target.of(run)) for target in TARGETS]


def round_of(number: int, bells: np.ndarray, file: Path, workers: int) -> np.ndarray:
    """The patterns of a round's worlds: (worlds, patterns). What an earlier call has lived is read."""
    found = np.full((len(bells), len(TARGETS)), np.nan)
    if file.exists():
        found = np.load(file)
    left = [k for k in range(len(bells)) if np.isnan(found[k]).all()]
    with ProcessPoolExecutor(workers) as pool:
        tasks = ((bells[k], LUCKS * (number + 1) + k) for k in left)
        for done, (k, patterns) in enumerate(zip(left, pool.map(lived, tasks, chunksize=2), strict=True), 1):
            found[k] = patterns
            if done % SAVED_EVERY == 0 or done == len(left):
                np.save(file, found)
                print(f"round {number}: {done} of {len(left)} worlds", flush=True)
    return found


def holding(found: np.ndarray) -> np.ndarray:
    """How many patterns hold in each world: (worlds,)."""
    return np.array([sum(target.allows(value) for target, value in zip(TARGETS, world, strict=True)) for world in found])


def half_widths(target: Target, values: np.ndarray) -> np.ndarray:
    """A pattern's distance from the middle of its published range, in half-widths."""
    return np.clip((values - 0.5 * (target.low + target.high)) / (0.5 * (target.high - target.low)), -FARTHEST, FARTHEST)


def line(bells: np.ndarray, far: np.ndarray, weight: np.ndarray) -> tuple[np.ndarray, float, float]:
    """Slopes (numbers,), where all draws are 0, and the variance left, of the worlds that count fully."""
    chosen = LassoCV(cv=5).fit(bells, far, sample_weight=weight)
    slopes, used = np.zeros(bells.shape[1]), np.flatnonzero(np.abs(chosen.coef_) > 1e-3)
    if not used.size:
        return slopes, float(np.average(far, weights=weight)), float(np.var(far))
    plain = LinearRegression().fit(bells[:, used], far, sample_weight=weight)
    slopes[used] = plain.coef_
    left = (far - plain.predict(bells[:, used]))[weight == 1.0]
    return slopes, float(plain.intercept_), float(left @ left / max(left.size - used.size, 1))


def fitted(rounds: list[tuple[np.ndarray, np.ndarray]]) -> Fit:
    """What the patterns say of the numbers, by rounds: draws (worlds, numbers) and patterns (worlds, patterns)."""
    bells = np.concatenate([draws for draws, _ in rounds])
    found = np.concatenate([patterns for _, patterns in rounds])
    weight = np.concatenate([np.full(len(draws), EARLIER) for draws, _ in rounds])
    weight[-len(rounds[-1][0]) :] = 1.0
    rows, aims = [], []
    for k, target in enumerate(TARGETS):
        there = np.isfinite(found[:, k])
        if target.kind != FITTED:
            continue
        slopes, at_0, left = line(bells[there], half_widths(target, found[there, k]), weight[there])
        blur = np.sqrt(EITHER_WAY**-2 + left)
        rows.append(slopes / blur)
        aims.append(-at_0 / blur)
    return update(np.array(rows), np.array(aims))


def update(slopes: np.ndarray, aims: np.ndarray, speaks: float = SPEAKS) -> Fit:
    """Independent standard normal draws z, given that slopes @ z = aims but for standard normal errors: an exact linear update.

    slopes: (patterns, numbers).  aims: (patterns,).  speaks: combinations that keep more of their spread are left out.
    """
    left, strength, right = np.linalg.svd(slopes, full_matrices=False)
    kept = 1.0 / np.sqrt(1.0 + strength**2)
    shifts = strength / (1.0 + strength**2) * (left.T @ aims)
    said = kept < speaks
    ranges = tuple((one.low, one.value, one.high) for one in NUMBERS.values())
    return Fit(tuple(NUMBERS), ranges, right[said].T, shifts[said], kept[said])


def main() -> None:
    """Live the rounds, say how many patterns hold in each, and write the fit."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, nargs="+", default=[500, 300, 300], help="worlds of each round")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--runs", type=Path, required=True, help="folder that keeps what was lived")
    parser.add_argument("--out", type=Path, required=True)
    asked = parser.parse_args()
    asked.runs.mkdir(parents=True, exist_ok=True)
    rounds: list[tuple[np.ndarray, np.ndarray]] = []
    for number, count in enumerate(asked.rounds):
        bells = sampled(count, asked.seed + number)
        if rounds:
            now = fitted(rounds)
            bells = np.array([now.moved(one) for one in bells])
        found = round_of(number, bells, asked.runs / f"round-{number}.npy", asked.workers)
        rounds.append((bells, found))
        tenths = np.percentile(holding(found), [10, 50, 90])
        print(f"round {number}: patterns that hold in a world, first, fifth and ninth tenth: {tenths}", flush=True)
    write(fitted(rounds), asked.out)


if __name__ == "__main__":
    main()
