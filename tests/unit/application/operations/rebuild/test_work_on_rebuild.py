"""A requested worker works while there is something to do, and somebody always knows of the rest."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from onewrite.adapters.memory import MemoryRebuildQueue
from onewrite.application.operations.pages_of_heads import PageSize
from onewrite.application.operations.rebuild import rebuild_worker
from onewrite.application.operations.rebuild.work_on_rebuild import WorkOnRebuild
from onewrite.bootstrap import App
from onewrite.errors import Unavailable
from tests.support.data.rebuilds import accounts, is_faithful, progress
from tests.support.domains.fragile import ADA, app_of
from tests.support.faults.ports import on_top_of, transacting
from tests.support.waiting.clocks import Clock, in_memory_by

LEASE = 30.0
CALL = 300.0


@pytest.fixture(autouse=True)
def _small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rebuild_worker, "PAGE", PageSize(3))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def app(clock: Clock) -> App:
    return app_of(in_memory_by(clock), clock=clock.seconds, walk_lease_seconds=LEASE)


def work_on(app: App, clock: Clock, *, wait: Callable[[float], None] | None = None) -> None:
    work = WorkOnRebuild(
        [app.operate.rebuild_worker.work],
        app.adapters.rebuild_queue,
        clock.seconds,
        wait or clock.let_pass,
        seconds=CALL,
    )
    work("profiles", 2)


def requested_since_the_start(app: App) -> int:
    assert isinstance(app.adapters.rebuild_queue, MemoryRebuildQueue)
    return sum(count for _, _, count in app.adapters.rebuild_queue.requested[1:])


def slow(app: App, clock: Clock, seconds: float) -> App:
    """Return an instance whose transactions take so long."""

    def transact(*what: object) -> object:
        clock.let_pass(seconds)
        return app.adapters.views.transact_jointly(*what)  # type: ignore[arg-type]

    views = transacting(app.adapters.views, transact)
    return app_of(replace(app.adapters, views=views), clock=clock.seconds, walk_lease_seconds=LEASE, advance_batch=10)


def test_one_whose_time_is_up_requests_another_worker(app: App, clock: Clock) -> None:
    accounts(app, 20)
    app.operate.rebuild.start("profiles", ADA)
    work_on(slow(app, clock, CALL / 2), clock)
    assert 0 < progress(app).streams < 20
    assert requested_since_the_start(app) == 1
    work_on(app, clock)
    assert (progress(app).streams, progress(app).is_complete) == (20, True)
    assert requested_since_the_start(app) == 1, "there is nothing left to request a worker for"


def test_a_queue_out_of_reach_leaves_the_message_that_called_and_stops_no_start(
    app: App, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    def request_workers(*what: object) -> None:
        raise Unavailable("No worker could be requested")

    accounts(app, 20)
    alone = app_of(
        replace(app.adapters, rebuild_queue=on_top_of(app.adapters.rebuild_queue, request_workers=request_workers)),
        clock=clock.seconds,
        walk_lease_seconds=LEASE,
    )
    alone.operate.rebuild.start("profiles", ADA)
    assert [getattr(record, "action", "") for record in caplog.records] == ["rebuild_workers_not_requested"]
    with pytest.raises(Unavailable):
        work_on(slow(alone, clock, CALL / 2), clock)


def test_one_who_finds_nothing_free_takes_over_from_a_holder_that_died(app: App, clock: Clock) -> None:
    accounts(app, 20)
    app.operate.rebuild.start("profiles", ADA)
    while app.adapters.walks.acquire("rebuild profiles/2", "dead", timedelta(seconds=LEASE)):
        pass
    before = clock.seconds()
    work_on(app, clock)
    assert progress(app).is_complete
    assert LEASE <= clock.seconds() - before < CALL
    assert is_faithful(app)


def test_one_who_waited_for_most_of_the_time_works_for_the_rest_of_it_only(app: App, clock: Clock) -> None:
    accounts(app, 20)
    app.operate.rebuild.start("profiles", ADA)
    while app.adapters.walks.acquire("rebuild profiles/2", "dead", timedelta(seconds=CALL - 20)):
        pass
    before = clock.seconds()
    work_on(slow(app, clock, 5), clock)
    assert 0 < progress(app).streams < 20
    assert clock.seconds() - before <= CALL + 5
    assert requested_since_the_start(app) == 1


def test_one_who_finds_nothing_free_goes_when_the_others_are_done(app: App, clock: Clock) -> None:
    accounts(app, 20)
    app.operate.rebuild.start("profiles", ADA)
    lease = app.adapters.walks.acquire("rebuild profiles/2", "other", timedelta(seconds=CALL))
    assert lease is not None

    def the_other_finishes(seconds: float) -> None:
        clock.let_pass(seconds)
        app.adapters.walks.save(lease, replace(lease.range, is_done=True), timedelta(0))

    work_on(app, clock, wait=the_other_finishes)
    assert progress(app).is_complete
    assert requested_since_the_start(app) == 0


def test_nobody_waits_for_a_rebuild_that_nobody_wants(app: App, clock: Clock) -> None:
    accounts(app, 3)
    app.operate.rebuild.start("profiles", ADA)
    app.operate.rebuild.pause("profiles", ADA)
    work_on(app, clock, wait=lambda seconds: pytest.fail("a paused rebuild is resumed by a worker of its own"))


def test_nobody_waits_for_a_cancelled_rebuild_while_the_next_one_is_under_way(app: App, clock: Clock) -> None:
    accounts(app, 3)
    app.operate.rebuild.start("profiles", ADA)
    app.operate.switch.cancel("profiles", ADA)
    assert app.operate.rebuild.start("profiles", ADA).generation == 3
    work_on(app, clock, wait=lambda seconds: pytest.fail("nobody works on generation 2 any more"))


def test_one_who_finds_nothing_free_for_all_its_time_requests_another_before_it_is_over(app: App, clock: Clock) -> None:
    accounts(app, 3)
    app.operate.rebuild.start("profiles", ADA)
    while app.adapters.walks.acquire("rebuild profiles/2", "other", timedelta(seconds=2 * CALL)):
        pass
    before = clock.seconds()
    work_on(app, clock)
    assert clock.seconds() - before < CALL
    assert requested_since_the_start(app) == 1
