"""Experiment files and designs: what they ask for, point by point, and what is said of those that cannot be."""

import random
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from batches import SMALL, a_file, a_plan
from lwsim.batch.experiment_file import experiment_from_table, experiments, find_experiment, load_experiment
from lwsim.batch.plan import Plan
from lwsim.errors import InputError
from lwsim.files import toml_text
from lwsim.rooms import all_parameters
from lwsim.worlds import drawn

TWO = """
[[factors]]
name = "purpose"
sets = "forces.purpose"
low = 0.2
high = 0.8

[[factors]]
name = "onset"
sets = "parameters.need.onset"
"""


HEAD = SMALL.partition("[design]")[0]


def with_design(design, factors=TWO):
    return f"{HEAD}\n[design]\n{design}\n{factors}"


def values(plan):
    return np.array(plan.points, dtype=float)


def test_a_grid_has_every_combination_once(tmp_path):
    plan = a_plan(tmp_path, with_design('kind = "grid"\nlevels = 3'))
    onset = all_parameters()["need.onset"]
    assert len(set(plan.points)) == 9
    np.testing.assert_allclose(np.unique(values(plan)[:, 0]), [0.2, 0.5, 0.8])
    np.testing.assert_allclose(np.unique(values(plan)[:, 1]), [onset.low, (onset.low + onset.high) / 2, onset.high])


def test_one_at_a_time_moves_one_factor_from_where_all_usually_stand(tmp_path):
    plan = a_plan(tmp_path, with_design('kind = "one-at-a-time"\nlevels = 3'))
    usual = (0.5, all_parameters()["need.onset"].value)
    assert plan.points[0] == usual
    assert all(sum(a != b for a, b in zip(point, usual, strict=True)) == 1 for point in plan.points[1:])


def test_a_latin_hypercube_has_one_point_in_every_slice(tmp_path):
    plan = a_plan(tmp_path, with_design('kind = "latin-hypercube"\npoints = 10'))
    slices = np.floor((values(plan)[:, 0] - 0.2) / 0.6 * 10)
    assert sorted(slices) == list(range(10))


def test_sobols_points_are_the_first_of_a_longer_sequence(tmp_path):
    short = a_plan(tmp_path, with_design('kind = "sobol"\npoints = 8'))
    long = a_plan(tmp_path, with_design('kind = "sobol"\npoints = 16'))
    assert long.points[:8] == short.points
    assert len(set(long.points)) == 16


@pytest.mark.parametrize(("more", "count"), [("", 8 * 4), ("second_order = true", 8 * 6)])
def test_saltellis_design_has_as_many_points_as_the_books_say(tmp_path, more, count):
    plan = a_plan(tmp_path, with_design(f'kind = "saltelli"\npoints = 8\n{more}'))
    assert len(plan.points) == count


def test_morris_moves_one_factor_a_step(tmp_path):
    points = values(a_plan(tmp_path, with_design('kind = "morris"\npoints = 5'))).reshape(5, 3, 2)
    assert ((np.diff(points, axis=1) != 0).sum(axis=2) == 1).all()


def test_every_uncertain_number_moves_with_its_room(tmp_path):
    factors = '[[factors]]\nname = "all"\nsets = "parameters.*"\ngroup = "room"'
    plan = a_plan(tmp_path, with_design('kind = "saltelli"\npoints = 2', factors))
    uncertain = {name for name, one in all_parameters().items() if one.low < one.high}
    assert {one.name for one in plan.factors} == uncertain
    rooms = {name.partition(".")[0] for name in uncertain}
    assert len(plan.points) == 2 * (len(rooms) + 2)
    for point in plan.points:
        assert all(all_parameters()[one.name].low <= value <= all_parameters()[one.name].high
                   for one, value in zip(plan.factors, point, strict=True))  # fmt: skip


def test_a_parameter_without_ends_of_its_own_follows_its_distribution(tmp_path):
    plan = a_plan(tmp_path, with_design('kind = "sobol"\npoints = 64'))
    onset = all_parameters()["need.onset"]
    assert abs(values(plan)[:, 1].mean() - (onset.low + onset.value + onset.high) / 3) < 0.02 * onset.value


def test_a_table_from_a_file_is_lived_row_by_row(tmp_path):
    text = with_design('kind = "table"\nfile = "points.csv"', TWO.partition('[[factors]]\nname = "onset"')[0])
    path = a_file(tmp_path, text)
    (path.parent / "points.csv").write_text("purpose\n0.25\n0.75\n0.3\n")
    assert Plan(load_experiment(path)).points == [(0.25,), (0.75,), (0.3,)]


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("purposes\n0.5\n", r'line 1 is "purposes", no factor; did you mean purpose\?'),
        ("purpose\n0.95\n", r'line 2, purpose is "0.95"; allowed: from 0.2 to 0.8'),
        ("purpose\n0.5,0.6\n", "line 2 is of 2 values; allowed: 1"),
        ("purpose\nhigh\n", r'line 2, purpose is "high"'),
        ("purpose\n", "without a row"),
        ("purpose,purpose\n1,1\n", "without a column purpose, or with two"),
    ],
)
def test_a_faulty_table_is_told_by_line(tmp_path, table, words):
    text = with_design('kind = "table"\nfile = "points.csv"', TWO.partition('[[factors]]\nname = "onset"')[0])
    path = a_file(tmp_path, text)
    (path.parent / "points.csv").write_text(table)
    with pytest.raises(InputError, match=words):
        Plan(load_experiment(path))


def test_factors_set_switches_rivals_events_and_pieces_of_scenarios(tmp_path):
    text = (
        SMALL.partition("[design]")[0].replace('"relational"', '"living_well_team"').replace("0.04", "1.0")
        + """
[design]
kind = "grid"
[[factors]]
name = "stretch"
sets = "switches.lever_stretch"
values = [true, false]
[[factors]]
name = "kind"
[factors.options.usual]
[factors.options.surge]
money = { change = 0.1 }
events = [{ kind = "demand_surge", week = 3, size = 2.0, weeks = 5 }]
"""
    )
    plan = a_plan(tmp_path, text)
    runs = {(asked.scenario, *asked.values): asked.run.scenario for asked in plan.runs()}
    assert len(runs) == 8
    surge = runs["living_well_team", False, "surge"]
    assert [event.kind for event in surge.events] == ["open_service", "demand_surge"]
    assert surge.money.change == 0.1 and surge.switched_off == {"lever_stretch"}
    assert runs["ordinary", True, "usual"].table() == runs["ordinary", True, "usual"].table() | {}
    dated = text.partition('[[factors]]\nname = "kind"')[0].replace('["ordinary", "living_well_team"]', '["living_well_team"]')
    dated += '[[factors]]\nname = "opens"\nsets = "events[1].week"\nvalues = [10, 30]'
    assert {asked.run.scenario.events[0].week for asked in a_plan(tmp_path, dated).runs()} == {10, 30}


def test_an_event_may_come_as_late_as_the_experiment_is_long(tmp_path):
    """Whatever length the scenario itself has."""
    event = '[factors.options.late]\nevents = [{ kind = "demand_surge", week = 400, size = 2.0, weeks = 5 }]'
    plan = a_plan(tmp_path, SMALL.replace("0.04", "10.0").replace('sets = "forces.purpose"', event))
    assert [event.week for asked in plan.runs() for event in asked.run.scenario.events if event.kind == "demand_surge"]


def test_points_share_their_luck_unless_asked_otherwise(tmp_path):
    same = list(a_plan(tmp_path).runs())
    assert {(one.world, one.run.luck) for one in same} == {(1, same[0].run.luck), (2, same[-1].run.luck)}
    own = list(a_plan(tmp_path, "same_luck = false" + SMALL).runs())
    assert len({one.run.luck for one in own}) == len(own)


def test_the_designs_seed_and_the_lucks_seed_have_nothing_to_do_with_each_other(tmp_path):
    design = 'kind = "latin-hypercube"\npoints = 4\nseed = '
    plans = [a_plan(tmp_path, with_design(design + str(seed)) .replace("worlds = 2", f"worlds = 2\nseed = {luck}"))
             for seed, luck in ((1, 1), (2, 1), (1, 2))]  # fmt: skip
    lucks = [[one.run.luck for one in plan.runs()] for plan in plans]
    assert plans[0].points == plans[2].points != plans[1].points
    assert lucks[0] == lucks[1] != lucks[2]


def test_worlds_are_those_of_compare(tmp_path):
    asked = next(one for one in a_plan(tmp_path).runs() if one.world == 2)
    assert (asked.run.world, asked.run.seed) == (2, 1)
    assert drawn(2, 1)["need.onset"] != all_parameters()["need.onset"].value


def test_the_reduced_form_differs_as_its_table_says(tmp_path):
    one = load_experiment(a_file(tmp_path, SMALL + "\n[reduced]\nworlds = 1\n[reduced.design]\nlevels = 2\n"))
    small = one.reduced_form()
    assert (small.worlds, small.design.levels, small.design.kind) == (1, 2, "grid")
    assert Plan(small).total == 4


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            '"forces.purpose"',
            '"forces.purposes"',
            r'factors.purpose.sets is "forces.purposes", not known; did you mean purpose\?',
        ),
        ('"forces.purpose"', '"parameters.need.onsett"', r"did you mean need.onset\?"),
        ('"forces.purpose"', '"force.purpose"', r"did you mean forces\?"),
        ('"forces.purpose"', '"events[1].week"\nvalues = [1]', r"events\[1\]\) is not there; allowed: the scenario has none"),
        (
            '"forces.purpose"',
            '"rivals.density"\nvalues = ["a", "b"]',
            r"rivals.density\) is \"a\"; allowed: one of settles, finds",
        ),
        (
            'sets = "forces.purpose"',
            "[factors.options.a]\nparameters = { 'need.onsett' = 0.1 }",
            r"factors.purpose \(scenario ordinary, parameters.*did you mean need.onset\?",
        ),
        (
            'sets = "forces.purpose"',
            '[factors.options.a]\nevents = [{ kind = "demand_surge", week = 9, size = 2.0, weeks = 5 }]',
            r"factors.purpose \(scenario ordinary, events\[1\].week\) is 9; allowed: a week before 2",
        ),
        ("[design]", "[reduced]\nwolds = 1\n[design]", r"\[reduced\]: wolds is not known; did you mean worlds\?"),
        ('"forces.purpose"', '"forces.purpose"\nlow = -1.0', r"purpose\) is -1.0; allowed: a number from 0 to 1"),
        ('"forces.purpose"', '"forces.purpose"\nlow = 0.9\nhigh = 0.1', "allowed: more than low, 0.9"),
        ('"forces.purpose"', '"forces.purpose"\nvalues = [0.1, 0.1]', "a value twice"),
        ('"forces.purpose"', '"forces.purpose"\nusual = 7.0', r"usual is 7.0; allowed: from 0 to 1"),
        ('kind = "grid"', 'kind = "gird"', r'design.kind is "gird"'),
        ('kind = "grid"', 'kind = "sobol"', "design.points is missing"),
        ('kind = "grid"', 'kind = "sobol"\npoints = 7', "a power of 2 for Sobol's sequence; take 8"),
        (
            'kind = "grid"',
            'kind = "saltelli"\npoints = 524288',
            "which makes 1,572,864 points; allowed: up to 333,333",
        ),
        (
            '"forces.purpose"',
            '"parameters.need.onset"\nlow = 0.0',
            "factors.purpose is from 0 to 0.0024; allowed: within 0.0016 to 0.0024, its plausible range",
        ),
        ('kind = "grid"', 'kind = "morris"\npoints = 1', "two trajectories or more"),
        ('kind = "grid"', 'kind = "morris"\npoints = 4', "an even number for Morris"),
        ('kind = "grid"', 'kind = "table"\nfile = "none.csv"', r"none.csv is not readable \(No such file"),
        ('kind = "grid"', 'kind = "scenarios"', 'design.kind is "scenarios"'),
        ('"small_town"', '"smal_town"', r"did you mean small_town\?"),
        ('"relational"', '"relatoinal"', r"did you mean relational\?"),
        ('"relational"', '"ordinary"', "a name twice"),
        ("worlds = 2", "worlds = 0", "worlds is 0; allowed: "),
        ("worlds = 2", "wolds = 2", r"wolds is not known; did you mean worlds\?"),
        ("worlds = 2", 'measures = ["need_mett"]', r"did you mean need_met\?"),
        ("years = 0.04", "years = 0.001", "years is 0.001"),
    ],
)
def test_what_is_wrong_is_said_with_the_way_out(tmp_path, old, new, words):
    assert old in SMALL
    with pytest.raises(InputError, match=words):
        a_plan(tmp_path, SMALL.replace(old, new, 1))


def test_an_experiment_is_found_by_name_folder_or_file(tmp_path, monkeypatch):
    path = a_file(tmp_path / "experiments")
    monkeypatch.chdir(tmp_path)
    assert (
        find_experiment("small").resolve()
        == find_experiment(path).resolve()
        == find_experiment(str(path.parent) + "/").resolve()
    )
    assert path.resolve() in [one.resolve() for one in experiments()]
    with pytest.raises(InputError, match=r"did you mean small\?"):
        find_experiment("smal")


def test_an_experiment_goes_back_to_a_file_unchanged(tmp_path):
    import tomllib

    one = load_experiment(a_file(tmp_path, SMALL + "\n[reduced]\nworlds = 1\n"))
    assert experiment_from_table(tomllib.loads(toml_text(one.table()))) == one


LINES = [line for line in (SMALL + TWO).splitlines() if line]
JUNK = """
=
[[factors]]
[design
kind = "sobol"
points = -3
levels = 1e99
values = [true, 1, "x"]
name = 3
sets = "*"
low = nan
options = { a = 3 }
years = 1e300
seed = -1
file = "/dev/zero"
\x00
[reduced]
worlds = "x"
""".splitlines()


@settings(max_examples=60)
@given(st.randoms(use_true_random=False))
def test_no_broken_file_brings_anything_but_words(tmp_path_factory, chance: random.Random):
    """Lines lost, doubled, swapped, cut and made up: either a plan or an InputError, never another error."""
    lines = list(LINES)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(lines))
        match chance.randrange(4):
            case 0:
                lines.pop(at)
            case 1:
                lines.insert(at, chance.choice(JUNK))
            case 2:
                lines[at] = lines[at][: chance.randint(0, len(lines[at]))]
            case 3:
                lines[at] = re.sub(r"\d", lambda _: str(chance.randint(0, 9)), lines[at])
        if not lines:
            break
    try:
        plan = a_plan(tmp_path_factory.mktemp("broken"), "\n".join(lines))
    except InputError as error:
        assert str(error)
    else:
        assert plan.total >= 1
