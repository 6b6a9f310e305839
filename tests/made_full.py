"""A comparison as large as a real one, drawn from random walks, for looking at and testing reports."""

from __future__ import annotations

import numpy as np

from comparisons import Made, setup
from lwsim.comparison import Comparison, Side
from lwsim.report.page import ReportContext

# name | unit | title | better | over | format | start, drift of the first side, of the second, spread, noise
TABLE = """
need_met | share | Immediate need met | 1 | year | {:.1%} | 0.41 0.02 0.05 0.03 0.004
people_unsupported | people | People in need without support | -1 | end | {:,.0f} | 21400 500 -1600 1500 90
people_in_need | people | People in need | -1 | end | {:,.0f} | 36200 900 -700 900 80
people_supported | people | People supported | 1 | end | {:,.0f} | 14800 400 900 900 60
capacity_change | change on week 0 | Long-term capacity built | 1 | end | {:+.1%} | 0 -0.04 0.07 0.06 0.003
capacity | hours a week | Capacity | 1 | end | {:,.0f} | 9100 -360 640 500 20
capacity_workforce | hours a week | Workforce | 1 | end | {:,.0f} | 5200 -300 60 240 10
capacity_relationships | hours a week | Relationships | 1 | end | {:,.0f} | 700 -30 250 110 8
capacity_innovation | hours a week | Embedded innovation | 1 | end | {:,.0f} | 300 20 90 130 8
capacity_voluntary | hours a week | Voluntary sector | 1 | end | {:,.0f} | 1600 -120 210 140 8
capacity_communities | hours a week | Communities | 1 | end | {:,.0f} | 1300 5 80 70 8
waiting | people | People waiting | -1 | end | {:,.0f} | 4300 -700 300 600 50
wait_median | weeks | Median wait | -1 | year | {:.1f} | 9 -1.5 0.8 1.4 0.2
wait_p90 | weeks | Longest waits (nine in ten are shorter) | -1 | year | {:.1f} | 31 -3 1 3.5 0.5
turned_away | people a week | Turned away | -1 | year | {:,.0f} | 110 40 -60 16 5
handovers | per journey | Handings-over | -1 | year | {:.2f} | 2.1 0.4 -0.9 0.2 0.03
lost | people a week | Lost to follow-up | -1 | year | {:,.0f} | 62 9 -13 7 3
crisis_contacts | per 100,000 adults a year | Crisis contacts | -1 | year | {:,.0f} | 1480 60 -40 130 30
admissions | per 100,000 adults a year | Admissions | -1 | year | {:,.0f} | 212 8 3 20 6
recoveries | people a week | Recoveries | 1 | year | {:,.0f} | 240 6 12 17 7
relapses | people a week | Relapses | -1 | year | {:,.0f} | 118 4 -8 9 4
staff_in_post | whole-time posts | Staff in post | 1 | end | {:,.1f} | 388.4 -14 6 9 1
vacancy | share | Posts vacant | -1 | end | {:.1%} | 0.112 0.03 -0.02 0.02 0.003
burnt_out | share | Staff burnt out | -1 | end | {:.1%} | 0.302 0.05 -0.07 0.04 0.004
leaving | share a year | Staff leaving | -1 | year | {:.1%} | 0.131 0.02 -0.025 0.02 0.01
ties_across | mean strength 0..1 | Ties between teams | 1 | end | {:.2f} | 0.18 -0.03 0.21 0.05 0.002
trust | 0..1 | Trust between organisations | 1 | end | {:.2f} | 0.34 -0.04 0.17 0.06 0.002
groups_open | groups | Voluntary groups open | 1 | end | {:,.1f} | 58 -9 4 3 0.1
voluntary_hours | hours a week | Voluntary hours | 1 | end | {:,.0f} | 3900 -500 800 300 30
social_capital | 0..1 | Social capital | 1 | end | {:.2f} | 0.48 -0.01 0.04 0.02 0.001
lived_voice | 0..1 | Lived-experience voice | 1 | end | {:.2f} | 0.12 0 0.3 0.05 0.001
gap_need_met | share points | Fairness gap | -1 | year | {:+.1%} | 0.09 0.01 -0.012 0.015 0.004
spend | pounds a week | Spending | 0 | year | {:,.0f} | 612000 4000 5200 9000 1500
lived_purpose | 0..1 | Purpose as lived | 0 | end | {:.2f} | 0.3 -0.2 0.4 0.05 0.002
not_in_a_theme | people | Something no theme lists | 0 | end | {:,.0f} | 50 2 3 4 1
"""


TOTALS = (
    Made("recoveries", "people", "Recoveries over the horizon", "People who recover.", 1, "horizon", "{:,.0f}"),
    Made("pounds", "pounds", "Money spent", "Pounds spent over the horizon.", 0, "horizon", "{:,.0f}"),
    Made(
        "pounds_per_recovery",
        "pounds",
        "Pounds per recovery",
        "Pounds for each recovery.",
        -1,
        "horizon",
        "{:,.0f}",
    ),
)
ROWS = [[cell.strip() for cell in line.split("|")] for line in TABLE.strip().splitlines()]
NUMBERS = np.array([[float(number) for number in row[6].split()] for row in ROWS]).T
NAMES = (
    ("mechanistic", "Mechanistic"),
    ("relational", "Relational"),
    ("held-in-tension", "Held in tension"),
    ("power-alone", "Power alone"),
)


def made(sides: int = 2, worlds: int = 100, weeks: int = 260, titles: tuple[str, ...] = ()) -> Comparison:
    """A whole comparison with the names and sizes of a real one."""
    measures = tuple(Made(n, u, t, f"A sentence on {t}.", int(b), o, f) for n, u, t, b, o, f, _ in ROWS)
    luck = np.random.default_rng(7)
    start, first, second, spread, noise = NUMBERS
    along = np.linspace(0, 1, weeks + 1)[None, :, None]
    world = luck.normal(size=(worlds, 1, len(ROWS)))
    shared = np.cumsum(luck.normal(size=(worlds, weeks + 1, len(ROWS))), axis=1) * noise / 2
    found = []
    for side in range(sides):
        own = luck.normal(size=(worlds, 1, len(ROWS)))
        drift = (first, second, (first + second) / 1.7, (first + second) / 2.4)[side]
        dip = 0.9 * spread * np.exp(-(((along * weeks - 30) / 26) ** 2)) * (0.0, -1.0, -0.4, -0.2)[side] * (start > 0.4)
        weekly = start + (drift + spread * (0.7 * world + 0.6 * own)) * along**1.2 + shared + dip * (drift > 0)
        weekly[:, 0] = start
        totals = np.stack([weekly[:, 1:, 19].sum(1), weekly[:, 1:, 32].sum(1), np.full(worlds, 2500.0)], axis=1)
        totals[:, 2] = totals[:, 1] / totals[:, 0]
        key, title = NAMES[side]
        found.append(Side(key, titles[side] if titles else title, weekly, totals))
    return Comparison("Salford", tuple(found), measures, TOTALS, setup(weeks, worlds))


def context(comparison: Comparison) -> ReportContext:
    """All that a report needs beside the numbers, made up."""
    standings = ["measured", "literature", "expert", "calibrated", "assumed"]
    parameters = [
        {
            "name": f"room.number_{i}",
            "value": 0.05 + i,
            "unit": "per week",
            "low": 0.02,
            "high": 0.1 + i,
            "source": f"source-{i % 7}, table {i % 4}",
            "standing": standings[i * i % 5],
            "says": "Rate at which a person with moderate distress first asks for help that is near.",
            "settled_by": "A diary study of first contacts." if standings[i * i % 5] == "assumed" else "",
        }
        for i in range(160)
    ]
    provenance = [
        {
            "fact": f"services.posts.{i}",
            "standing": ["published", "derived", "estimated"][i % 3],
            "source": "ONS, Census",
            "year": 2021,
            "how": "ward residents x 0.787",
        }
        for i in range(40)
    ]
    scenarios = []
    for place, side in enumerate(comparison.sides):
        forces = (
            {"purpose": 0.1, "power": 0.1, "practice": 0.15},
            {"purpose": 0.85, "power": 0.85, "practice": 0.8},
            {"purpose": 0.5},
            {"power": 0.75},
        )[place]
        scenarios.append(
            {
                "title": side.title,
                "question": "What does it do to need met now and to capacity for later?",
                "look_at": "Need met in the first year against capacity in the fifth.",
                "author": "lwsim",
                "sources": ["living-well-2023"],
                "forces": forces,
                "money": {"change": 0.0},
                "staff": {"change": 0.0},
                "switches": {"backlash": False} if place else {},
                "rivals": {},
                "parameters": {},
                "events": [
                    {
                        "week": 26,
                        "kind": "open_service",
                        "key": "living_well",
                        "service_kind": "living_well",
                        "employer": "Trust",
                        "posts": {"clinician": 8.0, "peer_worker": 6.0},
                    },
                    {"week": 60, "kind": "grant", "group": "mind", "pounds": 120000.0, "weeks": 104},
                ]
                if place == 1
                else [],
            }
        )
    return ReportContext(
        scenarios=tuple(scenarios),
        parameters=tuple(parameters),
        provenance=tuple(provenance),
        command="lwsim compare salford mechanistic relational --worlds 100 --years 5 --seed 1 --out out",
        version="0.1.0",
        date="24 November 2025",
        about="A city of 220,000 adults beside Manchester.",
        today={"purpose": 0.3, "power": 0.25, "practice": 0.3},
    )
