"""A rebuild misses nothing of what is written meanwhile, whoever knows of it late."""

import pytest

from accounts.account.commands import CloseAccount, Rename
from onewrite.application.operations.pages_of_heads import PageSize
from onewrite.application.operations.rebuild import rebuild_worker
from onewrite.bootstrap import Adapters, App
from tests.support.data.rebuilds import accounts, names, saving
from tests.support.data.requests import accept, an_account
from tests.support.domains.fragile import ADA, app_of, apply_all, follow
from tests.support.systems.adapters import on_both_stores
from tests.support.waiting.clocks import Clock


@pytest.fixture(autouse=True)
def _small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rebuild_worker, "PAGE", PageSize(3))


@pytest.fixture
def app(adapters: Adapters) -> App:
    return app_of(adapters)


@on_both_stores()
def test_live_traffic_goes_on_during_a_rebuild(app: App) -> None:
    streams = accounts(app, 12)
    apply_all(app, *streams)

    def go_on(number: int) -> None:
        first, last = streams[number], streams[-1 - number]
        accept(app, first, Rename(name="First"))
        accept(app, last, CloseAccount())
        follow(app, first, last, an_account(app, key=f"a{number}"), an_account(app, key=f"z{number}"))

    app.operate.rebuild.start("profiles", ADA)
    live = [lambda number=number: go_on(number) for number in range(3)]
    assert saving(app, *live).operate.rebuild_worker.work("profiles", 2, seconds=60)
    assert names(app, 1) == names(app, 2)
    report = app.operate.status.full()
    assert (len(names(app, 2)), report.heads, report.lagging) == (18, 18, 0)


@pytest.mark.parametrize(
    ("adapters", "late"),
    [
        *(("memory", late) for late in (0.0, 0.5, 0.999, 1.0, 1.5)),
        pytest.param("spanner", 0.999, marks=pytest.mark.emulator),
    ],
    indirect=["adapters"],
)
def test_an_instance_that_knows_of_the_new_generation_late_leaves_no_hole(adapters: Adapters, late: float) -> None:
    """It looked just before the generation was registered, and may act on that for a second."""
    clock = Clock()
    late_instance = app_of(adapters, clock=clock.seconds, generation_cache_seconds=1)
    streams = accounts(late_instance, 5)
    apply_all(late_instance, *streams)
    walked = streams[0]

    def everyone_else_works(seconds: float) -> None:
        clock.let_pass(late)
        accept(late_instance, walked, Rename(name="Meanwhile"))
        follow(late_instance, walked, an_account(late_instance, key="new"))
        clock.let_pass(max(0.0, seconds - late))

    starter = app_of(adapters, clock=clock.seconds, wait=everyone_else_works, generation_cache_seconds=1)
    starter.operate.rebuild.start("profiles", ADA)
    assert starter.operate.rebuild_worker.work("profiles", 2, seconds=60)
    accept(late_instance, walked, Rename(name="After it was walked"))
    follow(late_instance, walked, an_account(late_instance, key="newer"))
    assert names(starter, 2)[walked.key] == "After it was walked"
    assert names(starter, 1) == names(starter, 2)
    assert starter.operate.status.full().projections["profiles"].counts.lagging == 0
