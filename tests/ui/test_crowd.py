"""Many people at once: each session is a tab of Solara's, without a browser around it, with the same server behind."""

import gc
import statistics
import threading
import time
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from lwsim.ui.settings import prepare

pytestmark = [pytest.mark.slow, pytest.mark.browser]

PEOPLE = 30
BASE_MB, ROOM_MB = 10, 10


def resident() -> float:
    """Megabytes that this process holds."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * 4096 / 1e6


@pytest.fixture(scope="module")
def solara_app():
    prepare()
    import solara.server.app
    import solara.server.starlette  # it makes the app that the environment names

    from lwsim.ui import asking

    solara.server.app.ensure_apps_initialized()
    app = solara.server.app.apps["__default__"]
    ready = threading.Event()
    asking.warm_up(lambda _: ready.set())
    assert ready.wait(120)
    yield app
    asking.close()


@contextmanager
def tab(app, query: str):
    """One person's tab, its page drawn for the query of a link."""
    import ipywidgets
    import solara.server.app
    from solara.server import kernel, kernel_context

    context = kernel_context.VirtualKernelContext(
        id=f"tab-{time.monotonic_ns()}", kernel=kernel.Kernel(), session_id=f"someone-{time.monotonic_ns()}"
    )
    kernel_context.contexts[context.id] = context
    with context:
        context.container = ipywidgets.VBox()
        solara.server.app.load_app_widget(None, app, f"/?{query}")
    try:
        yield context
    finally:
        context.close()


def moved(context, setting: float) -> float:
    """Seconds from a slider's release to an answer for it."""
    from lwsim.ui import session

    with context:
        now = session.state.peek()
        started = time.perf_counter()
        session.show(now.with_scenario(1, now.scenarios[1].with_changes(forces={"purpose": setting})))
    return answered(context) - started


def answered(context, *, whole: bool = False) -> float:
    """When an answer to what the tab shows was there. whole: the full answer, with every world."""
    from lwsim.ui import session

    for _ in range(20_000):
        with context:
            shown = session.answer.peek()
            if session.is_current() and (not whole or (shown.kind == "full" and shown.is_whole)):
                return time.perf_counter()
        time.sleep(0.005)
    raise AssertionError("no answer in a hundred seconds")


def test_of_thirty_people_none_is_slowed_by_the_others_runs(solara_app):
    """Twenty-nine ask for twenty worlds, each of a system of its own; meanwhile the thirtieth moves a slider."""
    from lwsim.ui.state import opening

    with ExitStack() as stack:
        start = opening()
        first = stack.enter_context(tab(solara_app, replace(start, years=2.0).query()))
        moved(first, 0.5)
        alone = [moved(first, 0.3 + 0.01 * n) for n in range(10)]
        settings = [start.scenarios[1].with_changes(forces={"power": n / PEOPLE}) for n in range(1, PEOPLE)]
        crowd = [
            stack.enter_context(tab(solara_app, replace(start.with_scenario(1, one), years=2.0).query())) for one in settings
        ]
        for one in crowd:
            answered(one)
        times = [moved(first, 0.5 + 0.01 * n) for n in range(20)]
        before, beside = statistics.median(alone), statistics.median(times)
        print(f"alone {before * 1000:.0f} ms, beside {len(crowd)} others {beside * 1000:.0f} ms")
        assert beside < 0.5


def test_memory_does_not_grow_with_sessions_that_came_and_went(solara_app):
    """What the desk keeps of answers is bounded and not a session's: it is all in before anything is weighed."""
    from lwsim.ui.state import opening, shelf_place

    query = replace(opening(), place=shelf_place("small_town"), years=1.0).query()
    with tab(solara_app, query) as first:
        answered(first, whole=True)

    def come_and_go(count: int) -> None:
        for _ in range(count):
            with tab(solara_app, query):
                pass
        gc.collect()

    come_and_go(20)
    before = resident()
    come_and_go(100)
    grown = resident() - before
    with_some = [tab(solara_app, query) for _ in range(10)]
    for one in with_some:
        one.__enter__()
    each = (resident() - before - max(grown, 0)) / 10
    for one in with_some:
        one.__exit__(None, None, None)
    print(f"a session {each:.1f} MB; grown over a hundred that came and went {grown:.1f} MB")
    assert each < ROOM_MB
    assert grown < BASE_MB
