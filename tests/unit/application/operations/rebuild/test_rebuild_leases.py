"""A range is worked on under a lease: held as long as it takes, given back when it is left, lost to nobody's harm."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from onewrite.application.operations.pages_of_heads import PageSize
from onewrite.application.operations.rebuild import rebuild_worker
from onewrite.bootstrap import Adapters, App
from tests.support.data.builders import an_event
from tests.support.data.rebuilds import NO_LEASE, accounts, in_one_range, is_faithful, progress, saving
from tests.support.data.requests import an_appended_account
from tests.support.domains.fragile import ADA, app_of
from tests.support.faults.ports import on_top_of, transacting
from tests.support.waiting.clocks import Clock, in_memory_by

LEASE = 30.0


@pytest.fixture(autouse=True)
def _small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rebuild_worker, "PAGE", PageSize(3))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def app(clock: Clock) -> App:
    return app_of(in_memory_by(clock), clock=clock.seconds)


def working(app: App, clock: Clock, before_each_step: Callable[[], object]) -> App:
    """Return a worker to whom something happens before each transaction, each of ten events at most."""

    def transact(*what: object) -> object:
        before_each_step()
        return app.adapters.views.transact_jointly(*what)  # type: ignore[arg-type]

    views = transacting(app.adapters.views, transact)
    return app_of(replace(app.adapters, views=views), clock=clock.seconds, walk_lease_seconds=LEASE, advance_batch=10)


def taken_by_another(app: App, seconds: float = 0) -> bool:
    return app.adapters.walks.acquire("rebuild profiles/2", "another", timedelta(seconds=seconds)) is not None


def test_a_worker_that_lost_its_lease_leaves_the_range_to_the_one_who_took_it(adapters: Adapters) -> None:
    app = app_of(adapters, walk_ranges=16)
    accounts(app, 20)
    app.operate.rebuild.start("profiles", ADA)
    taken: list[object] = []

    def take_over() -> None:
        other = app_of(app.adapters, walk_lease_seconds=NO_LEASE)
        assert other.operate.rebuild_worker.work("profiles", 2, seconds=60)
        taken.append(app.adapters.walks.acquire("rebuild profiles/2", "nobody", timedelta(0)))

    slow = saving(app, take_over, lease=NO_LEASE)
    assert slow.operate.rebuild_worker.work("profiles", 2, seconds=60)
    assert taken == [None]
    done = progress(app)
    assert (done.streams, done.events, done.is_complete) == (20, 40 - 2 * 2, True), "two streams were done before"
    assert is_faithful(app)


def test_one_who_lost_a_range_goes_on_with_the_others(app: App) -> None:
    accounts(app, 20)
    ranges = app.operate.rebuild.start("profiles", ADA).ranges
    slow = saving(app, lambda: taken_by_another(app, LEASE), lease=NO_LEASE)
    assert not slow.operate.rebuild_worker.work("profiles", 2, seconds=60)
    assert progress(app).done == ranges - 1


def test_one_whose_time_is_up_stops_after_a_page_and_gives_the_range_back(app: App, clock: Clock) -> None:
    accounts(app, 20)
    in_one_range(app)
    slow = working(app, clock, lambda: clock.let_pass(2))
    assert not slow.operate.rebuild_worker.work("profiles", 2, seconds=3)
    assert (progress(app).streams, progress(app).done) == (2 * 3, 0)
    assert taken_by_another(app)


def test_a_lease_does_not_expire_under_one_who_is_at_a_long_stream(app: App, clock: Clock) -> None:
    an_appended_account(app, *(an_event() for _ in range(99)))
    app.operate.rebuild.start("profiles", ADA)
    taken: list[bool] = []

    def look() -> None:
        clock.let_pass(LEASE / 2)
        taken.append(taken_by_another(app, LEASE))

    assert working(app, clock, look).operate.rebuild_worker.work("profiles", 2, seconds=300)
    assert (progress(app).events, set(taken)) == (100, {False})


def test_a_lease_is_not_renewed_before_a_good_part_of_it_is_over(app: App, clock: Clock) -> None:
    an_appended_account(app, *(an_event() for _ in range(99)))
    app.operate.rebuild.start("profiles", ADA)
    saves: list[object] = []

    def save(*what: object) -> None:
        saves.append(what)
        app.adapters.walks.save(*what)  # type: ignore[arg-type]

    counted = app_of(replace(app.adapters, walks=on_top_of(app.adapters.walks, save=save)))
    working(counted, clock, lambda: clock.let_pass(LEASE / 5)).operate.rebuild_worker.work("profiles", 2, seconds=300)
    assert progress(app).is_complete
    assert len(saves) <= 100 / 10 / 2 + 1, "in every second step, and at the end"
