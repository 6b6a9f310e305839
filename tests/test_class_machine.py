"""Any sequence of wishes from anybody: the session is always its log added up, and nobody changes what is not theirs."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from classes import NOW, SMALL, live_all, secret_of
from lwsim.classroom.office import Office, Unknown
from lwsim.classroom.roles import decisions
from lwsim.classroom.session import CHANGES, OVER, RUNNING
from lwsim.classroom.store import Store
from lwsim.classroom.table_rules import Refused
from lwsim.forces import FORCES

NUMBERS = st.one_of(st.floats(0, 1), st.floats(), st.integers(-3, 12), st.booleans())
PUTS = st.dictionaries(
    st.sampled_from(["votes", "choices", "asks", "accepts", "expects", "reason", "done", "role", "team"]),
    st.one_of(
        st.dictionaries(st.sampled_from([*FORCES, "posts", "groups", "need_met", "waiting"]), NUMBERS, max_size=3),
        st.dictionaries(
            st.sampled_from(list(decisions())), st.sampled_from(["as_today", "monthly", "two_hours", "x"]), max_size=2
        ),
        st.booleans(),
        st.text(max_size=160),
    ),
    max_size=3,
)
ORDERS = st.dictionaries(
    st.sampled_from(["team", "seat", "role", "key", "text", "minutes"]),
    st.one_of(st.sampled_from(["A", "B", "s1", "s2", "trust", "lead", "surge", "cut"]), st.text(max_size=10), NUMBERS),
    max_size=4,
)


class AnyClass(RuleBasedStateMachine):
    """A room in the hands of everybody at once."""

    @initialize(teams=st.integers(1, 2))
    def open(self, teams):
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "rooms.db"
        self.office = Office(Store(self.path))
        self.code, self.desk, _ = self.office.open_room({**SMALL, "teams": teams, "sample": 0.02}, NOW)
        self.seats = 0

    @rule()
    def join(self):
        """Whoever comes is seated, unless the session has ended."""
        try:
            self.office.join(self.code, secret_of(self.seats), NOW)
            self.seats += 1
        except Refused:
            assert self.office.session(self.code, NOW).phase == OVER

    @rule(seat=st.integers(0, 5), secret=st.integers(0, 5), wish=PUTS)
    def put(self, seat, secret, wish):
        """What a seat puts in changes that seat's own line and no other; a wrong secret changes nothing at all."""
        before, others = self.office.dump(self.code, NOW), self._lines_but(f"s{seat + 1}")
        try:
            self.office.put(self.code, f"s{seat + 1}", secret_of(secret), wish, NOW)
            assert seat == secret
        except (Refused, Unknown):
            assert self.office.dump(self.code, NOW) == before
        assert self._lines_but(f"s{seat + 1}") == others

    @rule(kind=st.sampled_from([*CHANGES, "opened", "nonsense"]), wish=ORDERS, knows=st.booleans())
    def order(self, kind, wish, knows):
        """Without the desk's secret nothing is done; and neither seat nor desk can write what the machine writes."""
        before = self.office.dump(self.code, NOW)
        try:
            self.office.order(self.code, self.desk if knows else secret_of(0), kind, wish, NOW)
            assert knows and kind not in ("joined", "put", "lived", "opened", "nonsense")
        except (Refused, Unknown):
            assert self.office.dump(self.code, NOW) == before

    @rule()
    def go_on(self):
        """Whatever the phase, the desk takes the next ordinary step."""
        step = {"lobby": "started", "deciding": "closed", "seen": "revealed", "revealed": "went_on"}
        phase = self.office.session(self.code, NOW).phase
        if phase in step:
            self.office.order(self.code, self.desk, step[phase], {}, NOW)

    @rule()
    def live(self):
        live_all(self.office, self.code)

    @rule()
    def start_again(self):
        """The server is killed and comes back: the file is all it has."""
        before = self.office.dump(self.code, NOW)
        self.office.store.close()
        self.office = Office(Store(self.path))
        assert self.office.dump(self.code, NOW) == before

    @invariant()
    def the_session_is_its_log(self):
        if hasattr(self, "office"):
            assert Office(self.office.store).dump(self.code, NOW) == self.office.dump(self.code, NOW)

    @invariant()
    def every_team_has_lived_the_same_half_years(self):
        if hasattr(self, "office"):
            session = self.office.session(self.code, NOW)
            lived = {len(team.digests) for team in session.teams.values()}
            assert lived == {session.lived}
            if session.phase not in (RUNNING, OVER, "lobby"):
                assert session.lived == session.wanted()["A"]

    def _lines_but(self, seat):
        session = self.office.session(self.code, NOW)
        return str([[(key, put) for key, put in r.items() if key != seat] for t in session.teams.values() for r in t.rounds])

    def teardown(self):
        if hasattr(self, "office"):
            self.office.store.close()
            self.folder.cleanup()


AnyClass.TestCase.settings = settings(
    max_examples=15,
    stateful_step_count=25,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # to shrink a failure would live half-years for minutes
)
TestAnyClass = pytest.mark.slow(AnyClass.TestCase)
