"""The baseline: what the model says today of the small town, kept in git so that no change of it goes unseen.

Renew it with `python tests/renew_baseline.py`, and say what moved and why under "Results change" in CHANGELOG.md.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

from lwsim.files import write_whole
from lwsim.measures import MEASURES, NAMES
from lwsim.single import run
from lwsim.units import WEEKS_A_YEAR

FILE = Path(__file__).with_name("baseline.csv")
SCENARIOS = ("ordinary", "mechanistic", "relational")
YEARS = 3
HEAD = ("scenario", "measure", "unit", *(f"year_{year}" for year in range(1, YEARS + 1)))

Baseline = dict[tuple[str, str], tuple[float, ...]]


def now() -> Baseline:
    """Yearly means of every measure of the small town, seed 1, by scenario and measure, as the code has them."""
    found: Baseline = {}
    for scenario in SCENARIOS:
        weekly = run("small_town", scenario, years=YEARS, seed=1).outcome.weekly[1:]
        means = weekly.reshape(YEARS, WEEKS_A_YEAR, -1).mean(axis=1)
        for place, name in enumerate(NAMES):
            found[scenario, name] = tuple(np.asarray(means[:, place]).tolist())
    return found


def kept() -> Baseline:
    """The same as the file has them."""
    with FILE.open(newline="", encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    return {(row["scenario"], row["measure"]): tuple(float(row[year]) for year in HEAD[3:]) for row in rows}


def moved(old: Baseline, new: Baseline, tolerance: float = 1e-9) -> list[str]:
    """What moved, a line each, furthest first: measures that came or went, and years that differ."""
    lines = [(np.inf, f"{scenario}: {name} is new") for scenario, name in new.keys() - old.keys()]
    lines += [(np.inf, f"{scenario}: {name} is gone") for scenario, name in old.keys() - new.keys()]
    for key in old.keys() & new.keys():
        for year, (was, is_now) in enumerate(zip(old[key], new[key], strict=True), start=1):
            far = abs(is_now - was) / max(abs(was), abs(is_now), 1e-12)
            if not far <= tolerance:
                lines.append((far, f"{key[0]}: {key[1]}, year {year}: {was:.6g} -> {is_now:.6g} ({far:+.2%})"))
    return [line for _, line in sorted(lines, key=lambda line: (-line[0], line[1]))]


def renew() -> list[str]:
    """Write the file afresh. Returns what moved."""
    new = now()
    lines = moved(kept(), new) if FILE.exists() else []
    rows = [",".join(HEAD)]
    rows += [",".join([*key, f'"{MEASURES[key[1]].unit}"', *map(repr, values)]) for key, values in new.items()]
    write_whole(FILE, "\n".join(rows) + "\n")
    return lines


if __name__ == "__main__":
    changes = renew()
    print(f"{FILE.name} is renewed; {len(changes)} values moved")
    print("\n".join(changes[:40]))
