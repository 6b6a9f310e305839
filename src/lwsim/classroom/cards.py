"""Role cards to print: the same words as on the phones, a page each."""

from __future__ import annotations

from ..measures import MEASURES
from .roles import roles


def to_markdown() -> str:
    """All role cards, as roles.toml has them, on one Markdown page: docs/teaching/role-cards.md is this."""
    parts = ["# Role cards\n\nOne page a role: print them single-sided."]
    for role in roles().values():
        sees = "\n".join(f"- **{MEASURES[name].title}**: {MEASURES[name].says}" for name in role.sees)
        decides = "\n\n".join(
            f"**{decision.question}**\n\n" + "\n".join(f"- {option.says}" for option in decision.options)
            for decision in role.decisions
        )
        brief = "\n\n".join(role.paragraphs)
        parts.append(
            f"---\n\n## {role.title}\n\n*What is at stake for you.* {role.stake}\n\n{brief}\n\n"
            f"### You see first\n\n{sees}\n\n### Each half-year you decide\n\n{decides}\n\n"
            "With everybody else you also vote on the three forces, ask for a share of the free money (or offer it), and say "
            "what you expect before it happens."
        )
    return "\n\n".join(parts) + "\n"
