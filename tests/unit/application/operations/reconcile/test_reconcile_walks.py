"""A reconciliation is a walk that instances share: it stops anywhere, goes on there, and leaves a report."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from threading import Event

import pytest

from onewrite.application.operations.pages_of_heads import PageSize
from onewrite.application.operations.reconcile import visit_streams
from onewrite.application.operations.walks.names import RECONCILE
from onewrite.application.ports.event_store import Head
from onewrite.application.ports.views import Checkpoint
from onewrite.bootstrap import Adapters, App
from onewrite.domain.streams import StreamId
from tests.support.data.builders import interest
from tests.support.data.parking import checkpoint
from tests.support.data.requests import an_appended_account
from tests.support.domains.fragile import ADA, Fragile, app_of, follow
from tests.support.faults.ports import Crash, on_top_of, transacting
from tests.support.systems.adapters import on_both_stores
from tests.support.waiting.clocks import Clock, in_memory_by


@pytest.fixture(autouse=True)
def _small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visit_streams, "PAGE", PageSize(2))


@pytest.fixture
def clock() -> Clock:
    return Clock()


def accounts(app: App, number: int) -> list[StreamId]:
    return [an_appended_account(app, interest("tea"), key=f"k{place:02d}") for place in range(number)]


def walked(app: App) -> list[str]:
    """Return the positions of the ranges of the walk that is under way."""
    walk = app.adapters.walks.read(RECONCILE)
    return [one.position for one in walk.ranges] if walk else []


def test_a_call_whose_time_is_up_leaves_the_rest_to_the_next_one(clock: Clock) -> None:
    app = app_of(in_memory_by(clock), clock=clock.seconds, wait=clock.let_pass, walk_ranges=1, reconcile_seconds=3)
    slow = replace(app.operate.reconcile, pace=replace(app.operate.reconcile.pace, streams_per_second=1))
    accounts(app, 7)
    found = [slow.go_on().heads for _ in range(4)]
    assert found == [4, 3, 4, 3], "two seconds a page: it begins again only when the first walk has ended"
    assert app.operate.status().heads == 7


def test_the_pace_is_never_exceeded(clock: Clock) -> None:
    app = app_of(in_memory_by(clock), clock=clock.seconds, wait=clock.let_pass, reconcile_streams_per_second=5)
    accounts(app, 20)
    before = clock.seconds()
    assert app.operate.reconcile.go_on().heads == 20
    assert clock.seconds() - before == pytest.approx(20 / 5)


def test_a_slow_pace_makes_no_call_last_longer_than_it_may(clock: Clock) -> None:
    app = app_of(in_memory_by(clock), clock=clock.seconds, wait=clock.let_pass, walk_ranges=1, reconcile_seconds=60)
    accounts(app, 4)
    before = clock.seconds()
    slow = replace(app.operate.reconcile, pace=replace(app.operate.reconcile.pace, streams_per_second=0.001))
    assert slow.go_on().heads == 2
    assert clock.seconds() - before == 60


def test_a_lease_does_not_expire_under_one_who_keeps_a_slow_pace(clock: Clock) -> None:
    taken: list[object] = []

    def wait(seconds: float) -> None:
        clock.let_pass(seconds)
        taken.append(app.adapters.walks.acquire(RECONCILE, "another", timedelta(hours=1)))

    app = app_of(in_memory_by(clock), clock=clock.seconds, wait=wait, walk_ranges=1, reconcile_streams_per_second=0.02)
    accounts(app, 4)
    app.operate.reconcile.go_on()
    assert not any(taken), "a range was free while it was worked on"
    assert len(taken) > 10


def test_one_that_died_is_taken_over_where_it_stood(adapters: Adapters) -> None:
    app = app_of(adapters, walk_ranges=1, walk_lease_seconds=1e-6)
    accounts(app, 7)
    calls: list[object] = []

    def transact(*what: object) -> object:
        calls.append(what)
        if len(calls) == 5:
            raise Crash
        return adapters.views.transact_jointly(*what)  # type: ignore[arg-type]

    views = transacting(adapters.views, transact)
    dying = app_of(replace(adapters, views=views), walk_ranges=1, walk_lease_seconds=1e-6)
    with suppress(Crash):
        dying.operate.reconcile.go_on()
    assert walked(app) == ["account-k03"]
    assert app.operate.reconcile.go_on().heads == 3
    status = app.operate.status()
    assert (status.heads, status.lagging, dict(status.walks)) == (7, 0, {})
    assert app.operate.status.full().lagging == 0


def test_an_operator_looks_at_every_stream_even_if_a_walk_is_half_done(clock: Clock) -> None:
    app = app_of(in_memory_by(clock), clock=clock.seconds, wait=clock.let_pass, walk_ranges=1, reconcile_seconds=1)
    first, *_ = accounts(app, 5)
    replace(app.operate.reconcile, pace=replace(app.operate.reconcile.pace, streams_per_second=1)).go_on()
    assert walked(app) == ["account-k01"]
    app.adapters.views.transact("profiles", 1, lambda t: t.write([], [Checkpoint(first, 0)]))
    report = app.operate.reconcile(ADA)
    assert (report.heads, report.projections["profiles"].counts.healed) == (5, 4)
    assert app.operate.reconcile.go_on().lagging == 0


def test_an_operator_may_go_on_with_the_walk_under_way(clock: Clock) -> None:
    app = app_of(in_memory_by(clock), clock=clock.seconds, wait=clock.let_pass, walk_ranges=1, reconcile_seconds=1)
    accounts(app, 5)
    replace(app.operate.reconcile, pace=replace(app.operate.reconcile.pace, streams_per_second=1)).go_on()
    heads: list[object] = []

    def read_heads(**asked: object) -> tuple[Head, ...]:
        found = app.adapters.store.read_heads(**asked)  # type: ignore[arg-type]
        heads.extend(head.stream.key for head in found)
        return found

    watched = app_of(replace(app.adapters, store=on_top_of(app.adapters.store, read_heads=read_heads)))
    assert watched.operate.reconcile(ADA, resume=True).heads == 5, "the whole walk, with what was walked before"
    assert heads == ["k02", "k03", "k04"]


@on_both_stores()
def test_many_instances_share_a_walk(adapters: Adapters) -> None:
    app = app_of(adapters)
    accounts(app, 15)
    app.operate.reconcile.walking.begin(RECONCILE)
    with ThreadPoolExecutor(3) as pool:
        reports = list(pool.map(lambda _: app_of(adapters).operate.reconcile(resume=True), range(3)))
    assert max(report.heads for report in reports) == 15
    assert app.operate.status.full().lagging == 0
    assert app.operate.status().heads == 15


def test_a_checkpoint_whose_stream_is_missing_is_ahead(adapters: Adapters) -> None:
    app = app_of(adapters)
    streams = accounts(app, 5)
    follow(app, *streams)
    for lost in ("a", "k02x", "z"):
        checkpoint = Checkpoint(StreamId("account", lost), 1)
        adapters.views.transact("profiles", 1, lambda t, known=checkpoint: t.write([], [known]))  # type: ignore[misc]
    report = app.operate.reconcile()
    assert (report.projections["profiles"].counts.ahead, report.ahead, report.is_healed) == (3, 3, False)
    assert app.operate.status().ahead == 3


def test_what_is_parked_is_counted_now_and_not_when_it_was_walked(adapters: Adapters) -> None:
    fragile = Fragile()
    app = app_of(adapters, fragile)
    accounts(app, 3)
    app.operate.reconcile()
    an_appended_account(app, key="later")
    fragile.fail(StreamId("account", "later"), 1)
    follow(app, StreamId("account", "later"))
    status = app.operate.status()
    assert (status.heads, status.parked, status.projections["profiles"].parked.number) == (3, 1, 1)


def test_streams_whose_events_are_overdue_in_the_outbox_come_first(clock: Clock) -> None:
    app = app_of(in_memory_by(clock), clock=clock.seconds, wait=clock.let_pass, reconcile_seconds=1e-9)
    [late, *_] = accounts(app, 4)
    clock.let_pass(1000)
    fresh = an_appended_account(app, key="fresh")
    report = app.operate.reconcile.go_on()
    assert (report.heads, report.healed) == (4, 8)
    assert [checkpoint(app, stream).version for stream in (late, fresh)] == [2, 0], (
        "what the next sweep publishes is left to it"
    )


def test_a_group_that_was_stopped_while_it_healed_goes_on_where_it_was(adapters: Adapters) -> None:
    app = app_of(adapters, walk_ranges=1)
    accounts(app, 5)
    stop = Event()

    def read_heads(**asked: object) -> tuple[Head, ...]:
        if asked["after"]:
            stop.set()
        return adapters.store.read_heads(**asked)  # type: ignore[arg-type]

    stopped = app_of(replace(adapters, store=on_top_of(adapters.store, read_heads=read_heads)), walk_ranges=1)
    stopped.pull_streams(["profiles"], stop)
    assert adapters.changes.look("pull_profiles") is None, "it is not up to date"
    walk = adapters.walks.read("heal pull_profiles")
    assert walk
    assert walk.ranges[0].position == "account-k03"
    since = app.pull_streams.heal("pull_profiles", app.domain.projections[:1], Event())
    assert since == walk.began_at, "what was committed meanwhile is told by the changes"
    assert app.operate.status.full().projections["profiles"].counts.lagging == 0
