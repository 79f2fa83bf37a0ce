"""A rebuild's bell: whoever hears it works while there is something to do, and somebody always knows of the rest."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from onewrite.adapters.memory import MemoryRebuildBell
from onewrite.application.operations import rebuild_view
from onewrite.application.operations.rebuild_worker import WorkOnRebuild
from onewrite.bootstrap import App
from onewrite.errors import Unavailable
from tests.support.data.builders import a_commit, an_event
from tests.support.data.rebuilds import accounts, is_faithful, progress
from tests.support.data.requests import an_account
from tests.support.domains.fragile import ADA, app_of
from tests.support.faults.ports import on_top_of
from tests.support.waiting.clocks import Clock, in_memory_by

LEASE = 30.0
CALL = 300.0


@pytest.fixture(autouse=True)
def _small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rebuild_view, "STREAMS", 3)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def app(clock: Clock) -> App:
    return app_of(in_memory_by(clock), clock=clock.seconds, rebuild_lease_seconds=LEASE)


def hear(app: App, clock: Clock, *, wait: Callable[[float], None] | None = None) -> None:
    WorkOnRebuild(app.operate.rebuild, clock.seconds, wait or clock.let_pass, CALL)("profiles", 2)


def rung_since_the_start(app: App) -> int:
    assert isinstance(app.adapters.bell, MemoryRebuildBell)
    return sum(times for _, _, times in app.adapters.bell.rung[1:])


def slow(app: App, clock: Clock, seconds: float) -> App:
    """Return an instance whose transactions take so long."""

    def transact(*what: object) -> object:
        clock.let_pass(seconds)
        return app.adapters.views.transact(*what)  # type: ignore[arg-type]

    views = on_top_of(app.adapters.views, transact=transact)
    return app_of(
        replace(app.adapters, views=views), clock=clock.seconds, rebuild_lease_seconds=LEASE, advance_batch=10
    )


def test_one_whose_time_is_up_has_the_bell_rung_again(app: App, clock: Clock) -> None:
    accounts(app, 20)
    app.operate.rebuild.start("profiles", ADA)
    hear(slow(app, clock, CALL / 2), clock)
    assert 0 < progress(app).streams < 20
    assert rung_since_the_start(app) == 1
    hear(app, clock)
    assert (progress(app).streams, progress(app).is_complete) == (20, True)
    assert rung_since_the_start(app) == 1, "there is nothing left to ring for"


def test_a_bell_that_cannot_be_rung_leaves_the_message_that_called_and_stops_no_start(
    app: App, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    def ring(*what: object) -> None:
        raise Unavailable("Nobody was called to a rebuild")

    accounts(app, 20)
    unheard = app_of(
        replace(app.adapters, bell=on_top_of(app.adapters.bell, ring=ring)),
        clock=clock.seconds,
        rebuild_lease_seconds=LEASE,
    )
    unheard.operate.rebuild.start("profiles", ADA)
    assert [getattr(record, "action", "") for record in caplog.records] == ["rebuild_unheard"]
    with pytest.raises(Unavailable):
        hear(slow(unheard, clock, CALL / 2), clock)


def test_one_who_finds_nothing_free_takes_over_from_a_holder_that_died(app: App, clock: Clock) -> None:
    accounts(app, 20)
    app.operate.rebuild.start("profiles", ADA)
    while app.adapters.ranges.acquire("profiles", 2, "dead", timedelta(seconds=LEASE)):
        pass
    before = clock.seconds()
    hear(app, clock)
    assert progress(app).is_complete
    assert LEASE <= clock.seconds() - before < CALL
    assert is_faithful(app)


def test_one_who_finds_nothing_free_goes_when_the_others_are_done(app: App, clock: Clock) -> None:
    accounts(app, 20)
    app.operate.rebuild.start("profiles", ADA)
    lease = app.adapters.ranges.acquire("profiles", 2, "other", timedelta(seconds=CALL))
    assert lease is not None

    def the_other_finishes(seconds: float) -> None:
        clock.let_pass(seconds)
        app.adapters.ranges.save(lease, replace(lease.range, is_done=True), timedelta(0))

    hear(app, clock, wait=the_other_finishes)
    assert progress(app).is_complete
    assert rung_since_the_start(app) == 0


def test_nobody_waits_for_a_rebuild_that_nobody_wants(app: App, clock: Clock) -> None:
    accounts(app, 3)
    app.operate.rebuild.start("profiles", ADA)
    app.operate.rebuild.pause("profiles", ADA)
    hear(app, clock, wait=lambda seconds: pytest.fail("a paused rebuild is resumed by a ring of its own"))


def test_a_lease_does_not_expire_under_one_who_is_at_a_long_stream(app: App, clock: Clock) -> None:
    stream = an_account(app)
    app.adapters.store.append(a_commit(app.adapters.store.read_head(stream), *(an_event() for _ in range(99))))
    app.operate.rebuild.start("profiles", ADA)
    free: list[object] = []

    def look(*what: object) -> object:
        clock.let_pass(LEASE / 2)
        free.append(app.adapters.ranges.acquire("profiles", 2, "another", timedelta(seconds=LEASE)))
        return app.adapters.views.transact(*what)  # type: ignore[arg-type]

    views = on_top_of(app.adapters.views, transact=look)
    holder = app_of(
        replace(app.adapters, views=views), clock=clock.seconds, rebuild_lease_seconds=LEASE, advance_batch=10
    )
    assert holder.operate.rebuild.work("profiles", 2, seconds=CALL)
    assert (progress(app).events, set(free)) == (100, {None})
