"""docs/limits.md: what the model must never be used for, and what each of its files says that it leaves out."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator

from . import forces, mechanisms
from .limits import LIMITS, NOT_A_FORECAST, WHAT_IT_IS_FOR

SAYS = "Leaves out:"
"""The words with which a file of the model begins the sentence on what it simplifies."""

HEAD = """# Limits

Written by `python -m lwsim.limits_page > docs/limits.md`; do not edit it by hand. The first list is the one that every
report prints; the second is gathered from the essays that open the model's files.

## What it is for
"""

CONSEQUENCES = """## What follows from these for a comparison

- **A lead can come from what is missing.** A mechanism that is not in the model cannot be switched off, so `lwsim audit`
  cannot find a lean that it causes. If something you know matters is on the list above, ask which side it would help.
- **Both sides miss the same things.** A paired difference cancels what harms both alike; it does not cancel what one way of
  running a place would do more of than the other.
- **The three forces are a framing, not a measured thing.** Where a place stands on them, how fast people follow and how
  strongly each lever acts are assumed, with wide ranges; `lwsim parameters assumed` lists what would settle each.
- **Far horizons are thinner.** Nothing in the model learns, merges, is abolished or goes to war. Past about five years it
  shows what its assumptions lead to, all else as today.
- **Small numbers are rough.** Where a run holds few practitioners or groups, one person's leaving or one closure moves every
  figure; a sample makes this worse, more worlds do not mend it.
- **A sample is a smaller place, not the same place seen roughly.** Its teams are a few people, its wards a bed or two, and it
  has as many new ideas in fewer heads. Of the 49 published patterns all hold in average England at full size, 47 with half of
  the adults, 45 with a fifth, 44 with a tenth, 27 with a fiftieth (`lwsim validate --seeds 4 --sample 0.02`); its beds are 89%,
  81%, 59%, 49% and 21% full. What a comparison says moves with it: in Salford with the usual numbers, relational less
  mechanistic after three years, a tenth of the adults shows 11.6 ± 0.8 points more capacity and 0.56 ± 0.08 points less need
  met, all of them 8.6 ± 0.3 and 0.80 ± 0.03 (mean ± standard error over 14 and 12 seeds). Shifting all three forces to 0.75
  at once, in 24 worlds drawn from the ranges alone: with a fiftieth of the adults neither need met nor crisis contacts could
  be told from no shift, with all of them both are worse, as they are in `experiments/timing`. Where it is best can move across
  the map: of the 27 settings of `experiments/tension-map` a fiftieth of Salford met most need with purpose at 0.75, all of it
  does at 0.15. Try things out on a sample; quote the whole place. Compare's full answer, Tensions and Why live every adult,
  quick answers and Journeys a sample.
- **Plausible worlds look like today in most ways, and none in all.** With the usual numbers (world 0) all 49 published patterns
  hold in average England, taken over four runs, and 42 to 49 in a single one. In a drawn world, whose numbers were moved
  together towards what is published (`src/lwsim/worlds.py`), 28 to 44 do, in half of the worlds 37 or more (worlds 1 to 40,
  every adult; docs/validation.md has each pattern). From the ranges alone it would be 13 to 38, in half 25 or fewer. Of the six
  patterns kept aside four or five hold, after as before. Waits are furthest from settled: from 5 to 86% of people wait more
  than four weeks for a community team (nine worlds in ten; published: 60 to 80%). More reach a GP than published (82 to 106
  in 1,000 a year; 56 to 88), and slightly fewer are in treatment (40 to 45%; 43 to 52%). The fit draws straight lines where
  the model bends; some figures it uses had been used before, for where a number peaks; it is of average England with every
  adult, and used everywhere. On how strongly the forces act nothing is published, so those numbers are as uncertain as their
  ranges. A number that a scenario sets leaves those tied to it where the draw put them.
"""


def left_out() -> Iterator[tuple[str, str]]:
    """Each file of the model's rules with what it says it leaves out, in the order of their names."""
    names = sorted(f"{mechanisms.__name__}.{one.name}" for one in pkgutil.iter_modules(mechanisms.__path__))
    for name in (forces.__name__, *names):
        essay = inspect.getdoc(importlib.import_module(name)) or ""
        _, found, words = essay.partition(SAYS)
        if found:
            yield name.rpartition(".")[2], " ".join(words.split("\n\n")[0].split())


def to_markdown() -> str:
    """The whole page."""
    uses = "\n".join(f"- {limit}" for limit in LIMITS)
    files = "\n".join(f"- **{name.replace('_', ' ')}**: {words}" for name, words in left_out())
    return (
        f"{HEAD}\n**{NOT_A_FORECAST}** {WHAT_IT_IS_FOR}\n\n## What it must never be used for\n\n{uses}\n\n"
        f"## What it leaves out\n\n{files}\n\n{CONSEQUENCES}"
    )


if __name__ == "__main__":
    print(to_markdown(), end="")
