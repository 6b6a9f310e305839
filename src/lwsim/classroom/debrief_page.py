"""The debrief pack and the whole replay as one file that opens without a network: a page a team, to print or to project."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ..about import VERSION
from ..limits import NOT_A_FORECAST
from ..measures import MEASURES
from ..report.charts import level_chart
from .debrief import Story, story
from .office import Office
from .roles import roles
from .session import Session
from .views import HEADLINES, series

HERE = Path(__file__).parent
STYLE = HERE.parent / "report" / "page.css"


def debrief_page(office: Office, session: Session, code: str) -> str:
    """The file as text. Every word that a player typed is escaped."""
    jinja = Environment(loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    stories = [story(office, session, name) for name in session.teams]
    return jinja.get_template("debrief.html.j2").render(
        style=STYLE.read_text(encoding="utf-8"),
        session=session,
        code=code,
        stories=[(one, _charts(one)) for one in stories],
        replay=_for_script(_replay(office, session, stories)),
        version=VERSION,
        limits=NOT_A_FORECAST,
        as_played=all(office.is_as_played(session, name) for name in session.teams),
    )


def _charts(one: Story) -> list[tuple[str, Any]]:
    """The headline charts of a team, titled; their identifiers carry the team's letter, as a page holds several."""
    if one.comparison is None:
        return []
    made = [(MEASURES[name].title, level_chart(one.comparison, name)) for name in HEADLINES]
    return [(title, type(chart)(str(chart).replace("level-", f"level-{one.team}-"))) for title, chart in made]


def _replay(office: Office, session: Session, stories: list[Story]) -> dict[str, Any]:
    """Everything that the replay shows, as plain values."""
    names = (*HEADLINES, *dict.fromkeys(role.sees[0] for role in roles().values()))
    worlds = [(f"Team {name}", office.lived(session, name)) for name in session.teams]
    worlds.append(("Nobody decides", office.untouched(session)))
    decided = {
        f"Team {one.team}": [
            {"decided": half.decided, "happened": half.happened, "reasons": half.reasons, "gaps": half.gaps}
            for half in one.half_years
        ]
        for one in stories
    }
    return {"worlds": [{"name": name, "series": series(lived, names)} for name, lived in worlds if lived], "decided": decided}


def _for_script(table: dict[str, Any]) -> str:
    """JSON that can stand inside a script element: nothing in it can end the element or the line."""
    text = json.dumps(table, ensure_ascii=True, allow_nan=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
