"""LocalSystem is an ordinary Mesa model whose agents are views on columns; it forks, is saved, and goes on."""

from __future__ import annotations

import copy

import mesa
import numpy as np
import pytest

import lwsim
from living import RELATIONAL, same, settled, town, what_if
from lwsim.agents.actors import Community, Practitioner, Service, VoluntaryGroup
from lwsim.agents.kinds import ROLES
from lwsim.checkpoints import MARK
from lwsim.errors import InputError
from lwsim.local_system import LocalSystem
from lwsim.measures import NAMES, record

COUNTS = {
    Community: lambda state: state.communities.who.size,
    Service: lambda state: int(state.services.is_open.sum()),
    VoluntaryGroup: lambda state: int(state.groups.is_open.sum()),
    Practitioner: lambda state: int(((state.staff.is_filled == 1) & (state.staff.is_open == 1)).sum()),
}
BUSY = (
    {"week": 2, "kind": "staffing_shock", "share": 0.4},
    {
        "week": 4,
        "kind": "open_service",
        "key": "new",
        "service_kind": "living_well",
        "employer": "An alliance",
        "posts": {"clinician": 2.0, "peer_worker": 2.0},
    },
    {"week": 6, "kind": "group_closure", "group": "advice_shop"},
    {"week": 8, "kind": "close_service", "service": "crisis"},
    {"week": 9, "kind": "merge_services", "service": "community_team", "absorb": "new"},
    {"week": 11, "kind": "hire_peers", "service": "community_team", "posts": 2.0},
)


def system(*events, **changes) -> LocalSystem:
    """A live small town at week 0."""
    return LocalSystem(town(), what_if(*events, **changes), state=settled())


def counts(model: LocalSystem) -> dict[type, int]:
    """How many agents of each type the model has."""
    return {kind: len(model.agents_by_type[kind]) for kind in COUNTS if kind in model.agents_by_type}


def test_it_is_a_mesa_model():
    """It steps as Mesa models do, and each step is a week."""
    model = system()
    assert isinstance(model, mesa.Model) and all(issubclass(kind, mesa.Agent) for kind in COUNTS)
    model.step()
    model.step()
    assert model.week == model.steps == 2
    assert list(model.weeks(3)) == [3, 4, 5]


def test_it_settles_a_place_by_itself():
    """Without a state to start from it lives the ordinary weeks first."""
    model = LocalSystem(town(), what_if(), seed=1)
    assert model.week == 0 and same(model.state.people, settled().people)


@pytest.mark.parametrize("weeks", [0, 1, 5, 12, 60])
def test_agents_are_those_who_are_there(weeks):
    """After openings, closures, shocks and hiring there is one agent for each actor, and for nobody gone."""
    model = system(*BUSY)
    for _ in model.weeks(weeks):
        pass
    assert counts(model) == {kind: count(model.state) for kind, count in COUNTS.items()}
    filled = np.flatnonzero((model.state.staff.is_filled == 1) & (model.state.staff.is_open == 1))
    assert sorted(model.agents_by_type[Practitioner].get("row")) == filled.tolist()
    assert len(model.agents) == sum(counts(model).values())


def test_agents_come_and_go_with_their_row():
    """The agent of a closed group and of a closed service is gone, that of an opened service is there."""
    model = system(*BUSY)
    named = {agent.name for agent in model.agents_by_type[VoluntaryGroup]}
    for _ in model.weeks(7):
        pass
    assert named - {agent.name for agent in model.agents_by_type[VoluntaryGroup]} == {"The Advice Shop"}
    assert "new" in {agent.name for agent in model.agents_by_type[Service]}
    for _ in model.weeks(5):
        pass
    names = {agent.name for agent in model.agents_by_type[Service]}
    assert "new" not in names and "Small Town crisis and home treatment" not in names


@pytest.mark.parametrize("kind", COUNTS)
def test_attributes_read_the_columns(kind):
    """Every attribute of every agent is its row's value, a plain Python one."""
    model = system()
    for agent in model.agents_by_type[kind]:
        names = [name for cls in kind.__mro__ for name in vars(cls) if name in agent.columns._fields]
        assert names
        for name in names:
            value, column = getattr(agent, name), getattr(agent.columns, name)[agent.row]
            assert type(value) in (int, float, str)
            if not isinstance(value, str):
                assert value == column


def test_attributes_write_the_columns():
    """Writing an attribute changes the row, of numbers as of names."""
    model = system()
    agent = model.agents_by_type[Practitioner][3]
    agent.wellbeing, agent.role = 0.25, "peer_worker"
    assert model.state.staff.wellbeing[agent.row] == 0.25
    assert ROLES[model.state.staff.role[agent.row]] == "peer_worker"
    assert settled().staff.wellbeing[agent.row] != 0.25, "the state it started from is its own"
    with pytest.raises(ValueError, match="tuple"):
        agent.role = "wizard"


def test_what_is_written_is_lived_with():
    """A change by an agent's attribute changes the weeks that follow."""
    plain, touched = system(), system()
    touched.agents_by_type[Community].set("social_capital", 0.99)
    for _ in zip(plain.weeks(10), touched.weeks(10), strict=True):
        pass
    assert not np.array_equal(record(plain.state), record(touched.state))


def test_agent_sets_work():
    """Mesa's verbs select, agg, get, do, sort and groupby work on the agents and agree with the columns."""
    model = system()
    staff, people = model.agents_by_type[Practitioner], model.state.staff
    tired = staff.select(lambda one: one.wellbeing < 0.5)
    rows = people.is_filled == 1
    assert len(tired) == (people.wellbeing[rows] < 0.5).sum()
    assert staff.agg("caseload", sum) == people.caseload[rows].sum()
    assert staff.get(["row", "hours"])[0] == [staff[0].row, staff[0].hours]
    ordered = staff.sort("wellbeing").get("wellbeing")
    assert ordered == sorted(ordered, reverse=True)
    by_role = staff.groupby("role").count()
    assert by_role == {role: int((people.role[rows] == ROLES.index(role)).sum()) for role in by_role}
    staff.do(lambda one: setattr(one, "load", 2.0))
    assert (people.load[rows] == 2.0).all()
    assert {type(tie) for one in staff for tie in one.ties.values()} == {float}
    assert all(isinstance(number, int) for one in staff for number in one.innovations)


def test_people_are_columns():
    """A person is a row, shown as plain values."""
    person = system().person(5)
    assert person["community"] == 0 and isinstance(person["trust"], float)
    assert person["who"] == settled().people.who[5]


def test_data_collector():
    """Mesa's DataCollector collects model and agent reporters, week by week."""
    model = system()
    collector = mesa.DataCollector(
        model_reporters={"week": "week", "need_met": lambda model: record(model.state)[NAMES.index("need_met")]},
        agenttype_reporters={Practitioner: {"load": "caseload"}, Community: {"capital": "social_capital"}},
    )
    for _ in model.weeks(10):
        collector.collect(model)
    told = collector.get_model_vars_dataframe()
    assert told["week"].tolist() == list(range(1, 11))
    assert told["need_met"].between(0, 1).all() and told["need_met"].nunique() > 1
    assert len(collector.get_agenttype_vars_dataframe(Community)) == 10 * 4
    loads = collector.get_agenttype_vars_dataframe(Practitioner)["load"]
    assert loads.groupby(level="Step").sum().iloc[-1] == model.agents_by_type[Practitioner].agg("caseload", sum)


def _ways(tmp_path) -> dict:
    def saved(model: LocalSystem) -> LocalSystem:
        model.save(tmp_path / "here")
        return LocalSystem.load(tmp_path / "here")

    return {"deepcopy": copy.deepcopy, "fork": LocalSystem.fork, "save": saved}


HISTORY = {
    "plain": ((), {}),
    "forces": ((), {"forces": RELATIONAL}),
    "coming": (({"week": 20, "kind": "group_closure", "group": "open_door"},), {}),
    "long ago": (({"week": 3, "kind": "protected_time", "hours": 4.0, "weeks": 30},), {}),
    "set": (({"week": 3, "kind": "set_forces", "power": 0.9},), {}),
    "ramp": (({"week": 3, "kind": "set_forces", "power": 0.9, "over": 40},), {}),
    "money": ((), {"money": {"change": -0.2}}),
    "staff": ((), {"staff": {"change": 0.5}}),
}


@pytest.mark.parametrize("way", ["deepcopy", "fork", "save"])
@pytest.mark.parametrize("history", HISTORY)
def test_another_life_goes_on_the_same(way, history, tmp_path):
    """Copied, forked, or saved and loaded, a system goes on as it would have, to the last bit."""
    events, changes = HISTORY[history]
    model = system(*events, **changes)
    for _ in model.weeks(10):
        pass
    other = _ways(tmp_path)[way](model)
    assert other.week == 10 and other.state is not model.state
    for _ in zip(model.weeks(30), other.weeks(30), strict=True):
        pass
    for table in ("people", "staff", "services", "groups", "communities", "ties", "innovations", "forces", "money"):
        assert same(getattr(model.state, table), getattr(other.state, table)), table
    assert counts(model) == counts(other)


@pytest.mark.parametrize("way", ["fork", "load"])
def test_another_life_under_another_scenario(way, tmp_path):
    """A fork, or a loaded system, under new settings differs from then on and leaves the other be."""
    model = system()
    for _ in model.weeks(10):
        pass
    kept, new = model.state.fork(), what_if(forces=RELATIONAL)
    model.save(tmp_path / "here")
    other = model.fork(new) if way == "fork" else LocalSystem.load(tmp_path / "here", new)
    assert same(other.state.people, kept.people)
    for _ in other.weeks(20):
        pass
    assert same(model.state.people, kept.people), "the first has not moved"
    for _ in model.weeks(20):
        pass
    assert not np.array_equal(record(model.state), record(other.state))
    assert other.state.forces.stated.tolist() == [0.75, 0.75, 0.75]


def test_names_do_as_well_as_what_they_name():
    """A place and scenarios by name, as everywhere else; what cannot be used is refused in words."""
    named = LocalSystem("small_town", "relational", seed=4, sample=0.1)
    loaded = LocalSystem(lwsim.place("small_town"), lwsim.scenario("relational"), seed=4, sample=0.1)
    for one in (named, loaded, turned := named.fork("mechanistic")):
        one.step()
    assert (record(named.state) == record(loaded.state)).all() and turned.scenario.title == "Mechanistic"
    for wrong in (("nowhere", "relational"), ("small_town", "relatonal")):
        with pytest.raises(InputError, match=r"nowhere|did you mean"):
            LocalSystem(*wrong)
    with pytest.raises(InputError, match="sample"):
        LocalSystem("small_town", "relational", sample=1.5)


def test_a_checkpoint_of_an_earlier_lwsim_is_told_from_another_file(tmp_path):
    (tmp_path / "old").write_bytes(b"lwsim checkpoint 1\nand what it held")
    with pytest.raises(InputError, match="a checkpoint of an earlier lwsim"):
        LocalSystem.load(tmp_path / "old")


@pytest.mark.parametrize("left", [0.0, 0.5, 0.999])
def test_a_checkpoint_that_was_cut_short_is_refused_in_words(tmp_path, left):
    path = tmp_path / "saved"
    LocalSystem("small_town", "ordinary", sample=0.02).save(path)
    whole, head = path.read_bytes(), len(MARK)
    path.write_bytes(whole[: head + int(left * (len(whole) - head))])
    with pytest.raises(InputError, match=r"saved is cut short, damaged .*; allowed: a whole checkpoint; save one again"):
        LocalSystem.load(path)


def test_a_loaded_file_must_be_a_checkpoint(tmp_path):
    """Another kind of file, or none, is refused in words."""
    (tmp_path / "notes").write_text("not this")
    for name in ("notes", "nowhere"):
        with pytest.raises(InputError, match=r"checkpoint|check the path"):
            LocalSystem.load(tmp_path / name)


def test_a_scenario_that_does_not_fit_is_refused():
    """A scenario that names what the place does not have is refused before a week is lived."""
    with pytest.raises(InputError, match="no service of Small Town"):
        system({"week": 1, "kind": "close_service", "service": "gym"})


def test_a_fork_lives_under_its_own_switches():
    """A switch of the new scenario is either used from the fork on, or refused; never passed over."""
    model = system()
    try:
        other = model.fork(what_if(switches={"natural_remission": False}))
    except InputError:
        return
    assert not other.state.on("natural_remission")


def test_capacity_is_compared_with_week_0_whoever_looked():
    """Capacity built is measured from week 0, also where week 0 itself was not recorded."""
    first, second = system(forces=RELATIONAL), system(forces=RELATIONAL)
    record(first.state)
    for _ in zip(first.weeks(30), second.weeks(30), strict=True):
        pass
    place = NAMES.index("capacity_change")
    assert record(first.state)[place] == record(second.state)[place] != 0.0


def test_mesa_version():
    """Runs on the Mesa of the dependency list."""
    assert tuple(map(int, mesa.__version__.split(".")[:2])) >= (3, 3)
