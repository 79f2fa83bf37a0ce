"""A rebuild goes on where it stood, wherever whoever worked on it died."""

from contextlib import suppress
from random import Random

import pytest

from onewrite.application.operations.pages_of_heads import PageSize
from onewrite.application.operations.rebuild import rebuild_worker
from onewrite.bootstrap import Adapters, App, memory_adapters
from tests.support.data.rebuilds import NO_LEASE, accounts, build_generation, names, progress
from tests.support.domains.fragile import ADA, app_of, apply_all
from tests.support.faults.crashes import Fuse, When, dying
from tests.support.faults.ports import Crash
from tests.support.waiting.seeds import seed


@pytest.fixture(autouse=True)
def _small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rebuild_worker, "PAGE", PageSize(3))


@pytest.fixture
def app(adapters: Adapters) -> App:
    return app_of(adapters)


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_rebuild_resumes_after_a_crash_at_any_call_of_any_port(when: When) -> None:
    app = app_of(memory_adapters())
    calls = calls_of_a_rebuild(app)
    assert calls > 30
    for death in range(1, calls + 1):
        survives_a_crash(app, Fuse(death, when))


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_rebuild_on_spanner_resumes_after_a_crash(spanner_adapters: Adapters, when: When) -> None:
    app = app_of(spanner_adapters)
    for death in Random(seed()).sample(range(1, calls_of_a_rebuild(app) + 1), 2):
        survives_a_crash(app, Fuse(death, when))


def calls_of_a_rebuild(app: App) -> int:
    """Count the calls of a rebuild of eight accounts that nothing happens to."""
    apply_all(app, *accounts(app, 8))
    fuse = Fuse(10**6)
    build_generation(app_of(dying(app.adapters, fuse)), "interests")
    return 10**6 - fuse.length


def survives_a_crash(app: App, fuse: Fuse) -> None:
    """Rebuild in a process that dies at this call, and in another one after it."""
    with suppress(Crash):
        build_generation(app_of(dying(app.adapters, fuse), walk_lease_seconds=NO_LEASE))
    if app.adapters.generations.read("profiles").building is None:
        app.operate.rebuild.start("profiles", ADA)
    stood = progress(app)
    app.operate.rebuild.resume("profiles", ADA)
    assert app.operate.rebuild_worker.work("profiles", stood.generation, seconds=60)
    done = progress(app)
    assert done.is_complete
    assert stood.streams <= done.streams == 8, "what was saved is not walked again, what was not saved is"
    assert names(app, stood.generation) == names(app, 1)
    assert app.operate.verify("profiles").differences == 0
    app.operate.switch.cancel("profiles", ADA)
