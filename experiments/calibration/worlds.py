"""Fit plausible worlds to the fitted patterns together: which combinations of numbers the published figures leave open.

    python experiments/calibration/worlds.py --runs results/worlds --out src/lwsim/worlds.csv

Round after round worlds are drawn (from the ranges alone, then from the last round's fit), lived as average England, and the
patterns are regressed on the numbers that were drawn: those that the lasso picks and that can be told from nothing, for a
number that is picked by chance would move every world alike. A linear, normal (Bayes linear) update of the ranges by the
published figures is the next fit; lines are drawn anew where it leads, as in history matching. A published range counts as
95% of a normal distribution around its middle; what the lines leave unexplained, luck included, is added to it with its
correlations. Patterns kept aside are lived and counted, and take no part. A round that was stopped is taken up again.
"""

import argparse
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path

import numpy as np
from scipy.special import ndtr, ndtri
from sklearn.linear_model import LassoCV, LinearRegression
from sklearn.model_selection import KFold

from lwsim.place_file import Place
from lwsim.rooms import all_parameters
from lwsim.validation.average import average_england
from lwsim.validation.check import TARGETS, recorded
from lwsim.validation.targets import FITTED, Target
from lwsim.worlds import Fit, write

NUMBERS = {name: one for name, one in all_parameters().items() if one.low < one.high}
TO_AN_END = 1.96
"""Standard deviations from the middle of a published range to its end."""
FARTHEST = 6.0
"""Half-widths of its range beyond which a pattern is simply far off: a line is drawn through what is nearer."""
EARLIER = 0.2
"""Weight of an earlier round's world in a regression; of the last round's 1."""
SPEAKS = 0.97
"""A combination along which more than this of the spread is kept says nothing worth keeping."""
OWN_RANGE = "attendance_by_wait"
"""The pattern whose range is that of the number behind it: it says nothing that the range did not."""
TOLD = 3.8
"""Standard errors from nothing at which a number counts: by chance one in 300 gets there for one pattern in twenty."""
FOLDS = 5
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
    """The patterns of a round's worlds: (worlds, patterns). What an earlier call lived is read; exits if of other worlds."""
    found = np.full((len(bells), len(TARGETS)), np.nan)
    facts = {"bells": bells, "numbers": np.array(list(NUMBERS)), "patterns": np.array([one.name for one in TARGETS])}
    if file.exists():
        with np.load(file) as kept:
            if any(kept[name].shape != it.shape or not (kept[name] == it).all() for name, it in facts.items()):
                raise SystemExit(f"{file} holds other worlds, numbers or patterns than are asked for: give another --runs")
            found = kept["found"]
    left = [k for k in range(len(bells)) if np.isnan(found[k]).all()]
    with ProcessPoolExecutor(workers) as pool:
        tasks = ((bells[k], LUCKS * (number + 1) + k) for k in left)
        for done, (k, patterns) in enumerate(zip(left, pool.map(lived, tasks, chunksize=2), strict=True), 1):
            found[k] = patterns
            if done % SAVED_EVERY == 0 or done == len(left):
                save(file, found, facts)
                print(f"round {number}: {done} of {len(left)} worlds", flush=True)
    return found


def save(file: Path, found: np.ndarray, facts: dict[str, np.ndarray]) -> None:
    """Keep a round, whole or not at all."""
    half = file.with_suffix(".half.npz")
    np.savez(half, found=found, **facts)
    half.replace(file)


def holding(found: np.ndarray) -> np.ndarray:
    """How many patterns hold in each world: (worlds,)."""
    return np.array([sum(target.allows(value) for target, value in zip(TARGETS, world, strict=True)) for world in found])


def half_widths(target: Target, values: np.ndarray) -> np.ndarray:
    """A pattern's distance from the middle of its published range, in half-widths."""
    return np.clip((values - 0.5 * (target.low + target.high)) / (0.5 * (target.high - target.low)), -FARTHEST, FARTHEST)


def turned_on(bells: np.ndarray, far: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """The numbers that a pattern turns on: of those the lasso picks the ones that are told from nothing."""
    picked = LassoCV(cv=KFold(FOLDS, shuffle=True, random_state=0)).fit(bells, far, sample_weight=weight).coef_
    used = np.flatnonzero(picked)
    there = np.column_stack([np.ones(len(far)), bells[:, used]])
    inverse = np.linalg.inv(there.T @ (there * weight[:, None]))
    slopes = inverse @ (there.T @ (weight * far))
    left = far - there @ slopes
    error = np.sqrt(np.diag(inverse) * (weight @ left**2) / (len(far) - len(slopes)))
    return used[np.abs(slopes / error)[1:] > TOLD]


def line(bells: np.ndarray, far: np.ndarray, weight: np.ndarray) -> tuple[np.ndarray, float, np.ndarray]:
    """Slopes (numbers,), the height where all draws are 0, and what is left of the worlds that count fully."""
    slopes, used, last = np.zeros(bells.shape[1]), turned_on(bells, far, weight), weight == 1.0
    if not used.size:
        middle = float(np.average(far, weights=weight))
        return slopes, middle, (far - middle)[last]
    plain = LinearRegression().fit(bells[:, used], far, sample_weight=weight)
    slopes[used] = plain.coef_
    left = (far - plain.predict(bells[:, used]))[last]
    return slopes, float(plain.intercept_), left * np.sqrt(left.size / max(left.size - used.size, 1))


def fitted(rounds: list[tuple[np.ndarray, np.ndarray]], targets: Sequence[Target] = TARGETS) -> Fit:
    """What the patterns say of the numbers, by rounds: of each draws (worlds, numbers) and patterns (worlds, patterns)."""
    bells = np.concatenate([draws for draws, _ in rounds])
    found = np.concatenate([patterns for _, patterns in rounds])
    weight = np.concatenate([np.full(len(draws), EARLIER) for draws, _ in rounds])
    weight[-len(rounds[-1][0]) :] = 1.0
    speaking = [k for k, one in enumerate(targets) if one.kind == FITTED and one.name != OWN_RANGE]
    lines = [line(bells, half_widths(targets[k], found[:, k]), weight) for k in speaking]
    slopes, heights = np.array([slope for slope, *_ in lines]), np.array([height for _, height, _ in lines])
    errors = np.cov([left for *_, left in lines]) + np.eye(len(lines)) / TO_AN_END**2
    whiten = np.linalg.inv(np.linalg.cholesky(errors))
    return update(whiten @ slopes, whiten @ -heights)


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
    parser.add_argument("--rounds", type=int, nargs="+", default=[500, 250, 250], help="worlds of each round")
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
        found = round_of(number, bells, asked.runs / f"round-{number}.npz", asked.workers)
        rounds.append((bells, found))
        tenths = np.percentile(holding(found), [10, 50, 90])
        print(f"round {number}: patterns that hold in a world, first, fifth and ninth tenth: {tenths}", flush=True)
    write(fitted(rounds), asked.out)


if __name__ == "__main__":
    main()
