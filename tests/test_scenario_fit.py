"""A scenario fits a place when its events name what is there at the time, within the run."""

import tomllib

import pytest

from lwsim.place_file import place_from_table
from lwsim.scenario_file import scenario_from_table
from lwsim.scenario_fit import check_fit
from tiny_files import EVENTS, PLACE, SCENARIO, refusal

HEAD = 'title = "x"\nquestion = "y"\n'
NEW_GP = 'kind = "open_service"\nweek = 3\nservice_kind = "gp"\nemployer = "x"\nposts.clinician = 1\n'


@pytest.fixture(scope="module")
def place():
    """The tiny place."""
    return place_from_table(tomllib.loads(PLACE))


def fit(place, text, years=None):
    """Check a scenario of that text against a place."""
    check_fit(scenario_from_table(tomllib.loads(HEAD + text)), place, years)


def test_the_tiny_scenario_fits_the_tiny_place(place):
    assert check_fit(scenario_from_table(tomllib.loads(SCENARIO)), place) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('kind = "close_service"\nweek = 3\nservice = "wards"', "did you mean ward?"),
        ('kind = "hire_peers"\nweek = 3\nservice = "nobody"\nposts = 1', "no service of Two Streets"),
        ('kind = "resize_service"\nweek = 3\nservice = "cafe"\nchange = 1', "no service of Two Streets"),
        ('kind = "grant"\nweek = 3\ngroup = "coffee"\npounds = 1\nweeks = 5', "no group of Two Streets"),
        ('kind = "contract"\nweek = 3\ngroup = "caffe"\npounds = 1\nweeks = 5', "did you mean cafe?"),
        (
            'kind = "merge_services"\nweek = 3\nservice = "team"\nabsorb = "ward"',
            "merge with their own kind",
        ),
        (NEW_GP + 'key = "team"', "already"),
        (NEW_GP + 'key = "t"\nserves = ["Low Stret"]', "did you mean Low Street?"),
    ],
)
def test_an_event_must_name_what_the_place_has(place, text, words):
    said = refusal(fit, place, "[[events]]\n" + text)
    assert said.startswith("x: events[1].") and words in said


def test_what_has_closed_cannot_be_named_after_and_what_opens_not_before(place):
    close = '[[events]]\nkind = "close_service"\nweek = 10\nservice = "team"\n'
    resize = '[[events]]\nkind = "resize_service"\nservice = "team"\nchange = 0.5\nweek = '
    fit(place, resize + "9\n" + close)
    assert 'events[1].service is "team", closed by then' in refusal(fit, place, resize + "11\n" + close)
    opened = "[[events]]\nkind = 'open_service'\n" + EVENTS["open_service"]
    hire = '\n[[events]]\nkind = "hire_peers"\nservice = "new_team"\nposts = 1\nweek = '
    fit(place, opened + hire + "30")
    assert "events[2].service" in refusal(fit, place, opened + hire + "29")


def test_a_closed_group_cannot_be_paid(place):
    closed = '[[events]]\nkind = "group_closure"\nweek = 10\ngroup = "cafe"\n'
    assert "closed by then" in refusal(
        fit, place, closed + '[[events]]\nkind = "grant"\nweek = 11\ngroup = "cafe"\npounds = 1\nweeks = 5'
    )


def test_a_run_shorter_than_the_events_reach_is_refused(place):
    """To leave an event out in silence would show a scenario that is not the one asked for."""
    event = '[[events]]\nkind = "set_forces"\npower = 0.5\nweek = 60'
    fit(place, event, years=2.0)
    assert "allowed: a week before 52, the end of year 1" in refusal(fit, place, event, years=1.0)
