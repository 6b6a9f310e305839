"""How fast lwsim is, beside what a user could write instead: `make bench`; `--quick` in half a minute; `--write` keeps it.

All in one run on one machine, one core, in CPU seconds, so that ratios mean something; they are printed with their
arithmetic. The peers are first shown to live the same lives as lwsim for the same luck.
"""

import argparse
import csv
import os
import platform
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import alone
import peer_loop
import peer_mesa
import peer_starsim
import startup
import whole

from lwsim.agents.columns import bytes_a_row
from lwsim.files import write_whole
from lwsim.units import weeks_from_years

HERE = Path(__file__).parent
PLACE = "salford"
WEEKS = 52
SIZES = {"small": 10_000, "town": 50_000, "as_it_is": 210_000, "city": 250_000, "region": 2_500_000}
YEARS = 5
FIGURES = "figures.csv"
"""A row for each commit that was measured with --write: what the page says, as numbers."""
CLOSE = 1e-4
"""Plain Mesa counts in doubles, lwsim's columns hold floats: decimals may differ by this share, whole numbers by nothing."""


@dataclass
class Page:
    """What is printed, kept for `latest.md`, and its figures by name, for `figures.csv`."""

    lines: list[str] = field(default_factory=list)
    figures: dict[str, float] = field(default_factory=dict)

    def say(self, line: str = "") -> None:
        """Print a line of the page and keep it."""
        self.lines.append(line)
        print(line, flush=True)

    def table(self, head: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
        """A table in Markdown, its columns lined up."""
        widths = [max(len(row[at]) for row in (head, *rows)) for at in range(len(head))]

        def line(row: tuple[str, ...]) -> str:
            cells = (f"{cell:<{widths[at]}}" if at == 0 else f"{cell:>{widths[at]}}" for at, cell in enumerate(row))
            return "| " + " | ".join(cells) + " |"

        self.say(line(head))
        self.say("|" + "|".join("-" * (width + 1) + ("-" if at == 0 else ":") for at, width in enumerate(widths)) + "|")
        for row in rows:
            self.say(line(row))
        self.say()


@dataclass(frozen=True)
class Contender:
    """Somebody who lives a year of so many adults. once: does it afresh, and says the CPU seconds it took."""

    who: str
    adults: int
    once: Callable[[], float]


@dataclass(frozen=True)
class Pace:
    """One contender: adults x weeks / seconds."""

    who: str
    adults: int
    weeks: int
    seconds: float

    @property
    def rate(self) -> float:
        """Person-weeks a second."""
        return self.adults * self.weeks / self.seconds

    @property
    def sum(self) -> str:
        """The arithmetic."""
        return f"{self.adults:,} x {self.weeks} / {self.seconds:.4f} s"


def agreement(page: Page, week_of_all: object | None, mesa_adults: int) -> None:
    """Live a year with the same luck in every peer, and count the people who end otherwise. Raises SystemExit if any does."""
    state = alone.people_alone(PLACE, mesa_adults / whole.adults_of(PLACE))
    weeks, ours = alone.weeks_ahead(state, WEEKS), state.fork()
    events = alone.live(ours, WEEKS)
    theirs = peer_mesa.Alone(state, weeks, hashed=True)
    counted = {"plain Mesa": (theirs.live(WEEKS), theirs.fates(), CLOSE)}
    if week_of_all:
        loop = peer_loop.Loop(state, week_of_all)
        counted["the C loop"] = (loop.live(weeks), loop.fates(), 0.0)
    adults = state.people.who.size
    for name, (their_events, fates, within) in counted.items():
        differ = alone.people_who_differ(alone.fates(ours.people), fates, within)
        same = "to the last bit" if not within else f"decimals to {within:g}"
        page.say(f"- {name}: of {adults:,} people after {WEEKS} weeks, {differ} end otherwise than in lwsim ({same}).")
        if differ or (their_events != events).any():
            raise SystemExit(f"{name} does not live by lwsim's rules: the comparison would be of unlike with unlike")
    page.say(f"- events alike: {', '.join(f'{one:,.0f}' for one in events)} (asked, began, of these relapses, recovered).")
    page.say()


def mesa(adults: int, hashed: bool) -> Contender:
    """Plain Mesa, with Python's random numbers or with lwsim's."""
    state = alone.people_alone(PLACE, adults / whole.adults_of(PLACE))
    weeks, luck = alone.weeks_ahead(state, WEEKS), "lwsim's luck" if hashed else "Python's random"

    def once() -> float:
        model = peer_mesa.Alone(state, weeks, hashed=hashed)
        return whole.seconds(lambda: model.live(WEEKS))

    return Contender(f"(b) person rules, plain Mesa, {luck}", state.people.who.size, once)


def contenders(week_of_all: object | None, mesa_adults: int) -> dict[str, Contender]:
    """Everybody who is here, by name: lwsim whole and its people alone, plain Mesa, Starsim, the C loop."""
    start, state = whole.settled(PLACE), alone.people_alone(PLACE, 1.0)
    adults, weeks = state.people.who.size, alone.weeks_ahead(state, WEEKS)

    def starsim() -> float:
        sim = peer_starsim.alone(state, weeks)
        return whole.seconds(lambda: peer_starsim.live(sim))

    def loop() -> float:
        own = peer_loop.Loop(state, week_of_all)
        return whole.seconds(lambda: own.live(weeks))

    def columns() -> float:
        fork = state.fork()
        return whole.seconds(lambda: alone.live(fork, WEEKS))

    found = {
        "whole": Contender("(a) lwsim, the whole model", adults, lambda: whole.time_to_live(start, WEEKS)),
        "mesa": mesa(mesa_adults, hashed=False),
        "mesa_hashed": mesa(mesa_adults, hashed=True),
    }
    if peer_starsim.there_is_starsim():
        found["starsim"] = Contender("(c) person rules, Starsim", adults, starsim)
    if week_of_all:
        found["c"] = Contender("(d) person rules, C loop, gcc -O3", adults, loop)
    return found | {"columns": Contender("(e) person rules, lwsim's columns", adults, columns)}


def by_turns(all_of_them: dict[str, Contender], rounds: int) -> dict[str, Pace]:
    """Everybody runs once a round, so that all meet the same machine; the best round counts, for others only ever slow it."""
    times: dict[str, list[float]] = {name: [] for name in all_of_them}
    for _ in range(rounds):
        for name, one in all_of_them.items():
            times[name].append(one.once())
    return {name: Pace(one.who, one.adults, WEEKS, min(times[name])) for name, one in all_of_them.items()}


def _ratio(page: Page, name: str, says: str, one: float, other: float, unit: str) -> None:
    """A ratio with both its sides, kept under a name."""
    page.figures[name] = one / other
    page.say(f"- {says}: {one:.4g}{unit} / {other:.4g}{unit} = {one / other:.3g}")


def speed(page: Page, week_of_all: object | None, mesa_adults: int, rounds: int) -> None:
    """The table of person-weeks a second, and the ratios."""
    paces = by_turns(contenders(week_of_all, mesa_adults), rounds)
    plain, ours = paces["mesa"], paces["columns"]
    page.table(
        ("who", "adults x weeks / CPU time", "million person-weeks a second", "times plain Mesa"),
        [(one.who, one.sum, f"{one.rate / 1e6:.2f}", f"{one.rate / plain.rate:.1f}") for one in paces.values()],
    )
    page.say("Each ratio with both its sides, in million person-weeks a second (m) or CPU seconds (s):")
    page.say()
    for name, says in (
        ("mesa", "person rules, lwsim over plain Mesa"),
        ("mesa_hashed", "the same over Mesa with lwsim's luck"),
        ("starsim", "person rules, lwsim over Starsim"),
    ):
        if name in paces:
            _ratio(page, f"rules_over_{name}", says, ours.rate / 1e6, paces[name].rate / 1e6, "m")
    if "c" in paces:
        loop, all_of_it = paces["c"].seconds, paces["whole"].seconds
        _ratio(page, "rules_time_over_c", "person rules, time of lwsim over the C loop's", ours.seconds, loop, " s")
        _ratio(page, "whole_time_over_c", "whole model, time over the C loop's for the people alone", all_of_it, loop, " s")
    for name, missing in (
        ("starsim", "(c) left out: Starsim is not installed (extra `peers`)"),
        ("c", "(d) left out: no gcc here"),
    ):
        if name not in paces:
            page.say(f"- {missing}")
    page.say()


def sizes(page: Page, names: tuple[str, ...], years: int, repeats: int) -> None:
    """Time and memory of whole years by the number of adults, and how time grows."""
    adults, times, rows, weeks = [], [], [], weeks_from_years(years)
    for name in names:
        count, time, memory = startup.of_size(PLACE, SIZES[name], weeks, repeats)
        adults.append(count)
        times.append(time)
        page.figures[f"{name}_ms_a_week"], page.figures[f"{name}_mb"] = time / weeks * 1e3, memory / 1e6
        rate = f"{count * weeks / time / 1e6:.1f}"
        costs = (f"{time / weeks * 1e3:.2f} ms", f"{time:.2f} s", rate, f"{memory / 1e6:.0f} MB")
        rows.append((name.replace("_", " "), f"{count:,}", *costs))
    head = (f"whole model, {PLACE.title()} resized", "adults", "a week", f"{years} years", "m person-weeks/s", "most memory")
    page.table(head, rows)
    each = (times[-1] - times[-2]) / (adults[-1] - adults[-2]) / weeks
    fixed = times[0] / weeks - adults[0] * each
    page.say(f"- one adult more costs {each * 1e9:.0f} ns a week; with no adults a week would cost {fixed * 1e3:.1f} ms.")
    page.figures["exponent"] = whole.exponent(adults, times)
    page.say(f"- time grows with the power {page.figures['exponent']:.2f} of the number of adults (1 = in proportion).")
    page.say()


def waiting(page: Page, quick: bool) -> None:
    """What a user waits for besides, and memory."""
    repeats = 1 if quick else 3
    own, others = startup.imports(repeats)
    rows = [
        ("lwsim --version", f"{startup.version(repeats + 2):.2f} s"),
        ("importing lwsim.single: its own files", f"{own:.2f} s"),
        ("importing lwsim.single: libraries beneath", f"{others:.2f} s"),
        ("lwsim run small_town --years 1, compiled before", f"{startup.warm_run(repeats):.1f} s"),
    ]
    if not quick:
        rows.append(("the same on first use, all compiled afresh", f"{startup.first_use():.0f} s"))
    years = 1 if quick else YEARS
    cpu, memory = startup.long_run(years)
    page.figures |= {f"salford_{years}_years_s": cpu, "salford_mb": memory / 1e6}
    rows.append((f"Salford 1:1, {years} years and 2 of warm-up, CPU", f"{cpu:.2f} s"))
    rows.append(("  the most memory its process held", f"{memory / 1e6:.0f} MB"))
    rows.append(("a person's row", f"{bytes_a_row(alone.people_alone(PLACE, 0.01).people)} bytes"))
    page.table(("waiting (CPU time) and memory", ""), rows)


def commit() -> str:
    """The commit that was measured, or 'unknown' away from git."""
    told = subprocess.run(["git", "-C", str(HERE), "rev-parse", "--short", "HEAD"], capture_output=True, text=True)
    return told.stdout.strip() or "unknown"


def keep(page: Page, of: str, folder: Path) -> None:
    """Keep the page as `latest.md` in a folder, and its figures in the row of a commit in `figures.csv`."""
    write_whole(folder / "latest.md", "\n".join(page.lines).rstrip() + "\n")
    rows: dict[str, dict[str, str]] = {}
    if (folder / FIGURES).exists():
        with (folder / FIGURES).open(newline="", encoding="utf-8") as lines:
            rows = {row["commit"]: row for row in csv.DictReader(lines)}
    rows[of] = {"commit": of, **{name: f"{figure:.4g}" for name, figure in page.figures.items()}}
    names = list(dict.fromkeys(name for row in rows.values() for name in row))
    table = [",".join(names), *(",".join(row.get(name) or "" for name in names) for row in rows.values())]
    write_whole(folder / FIGURES, "\n".join(table) + "\n")


def main() -> None:
    """Run everything and print it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="fewer repeats, and no compiling afresh: half a minute")
    parser.add_argument("--write", action="store_true", help="keep it: benchmarks/latest.md, and a row of figures.csv")
    asked = parser.parse_args()
    repeats, page = (3 if asked.quick else 9), Page()
    page.say("# How fast lwsim is")
    page.say()
    page.say(f"Commit {commit()}, Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores, one used.")
    page.say("Written by `make bench`; people left to themselves live the same rules in (b) to (e).")
    page.say()
    week_of_all = peer_loop.compiled() if peer_loop.there_is_gcc() else None
    agreement(page, week_of_all, 1_000 if asked.quick else 4_000)
    speed(page, week_of_all, 4_000 if asked.quick else 10_000, repeats)
    sizes(page, ("small", "town") if asked.quick else tuple(SIZES), 1 if asked.quick else YEARS, 3)
    waiting(page, asked.quick)
    if asked.write:
        keep(page, commit(), HERE)


if __name__ == "__main__":
    main()
