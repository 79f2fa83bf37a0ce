"""The reconciler makes the system right even when every message was lost, and says what it found."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from accounts.account.commands import AddInterest, Rename
from accounts.views.profiles import PROFILES
from onewrite.adapters.memory import MemoryTopic
from onewrite.adapters.reports import report_as_json
from onewrite.application.ports.audit_log import Actor, Operation
from onewrite.application.ports.event_store import CommandResult, Commit, Head
from onewrite.application.ports.views import Checkpoint
from onewrite.bootstrap import Adapters, App
from onewrite.domain.streams import StreamId
from onewrite.errors import Unavailable
from tests.support.checks.rows import row_of
from tests.support.data.builders import a_commit, a_stream, interest
from tests.support.data.requests import accept, an_account, an_appended_account
from tests.support.domains.fragile import ADA, Fragile, app_of, follow
from tests.support.faults.ports import on_top_of, transacting
from tests.support.http.call import call
from tests.support.systems.adapters import on_both_stores
from tests.support.waiting.clocks import Clock, in_memory_by


@pytest.fixture
def fragile() -> Fragile:
    return Fragile()


@pytest.fixture
def app(adapters: Adapters, fragile: Fragile) -> App:
    return app_of(adapters, fragile)


def accounts(app: App, number: int) -> list[StreamId]:
    return [an_appended_account(app, interest("tea"), key=f"k{place:02d}") for place in range(number)]


def versions(app: App, stream: StreamId) -> list[int]:
    views = app.adapters.views
    return [views.read_checkpoints([(name, 1)], stream)[name, 1].version for name in ("profiles", "interests")]


@on_both_stores()
def test_it_heals_when_nothing_at_all_was_published(app: App) -> None:
    streams = accounts(app, 5)
    report = app.operate.reconcile()
    assert isinstance(app.adapters.topic, MemoryTopic)
    assert app.adapters.topic.published == []
    assert (report.heads, report.lagging, report.healed, report.parked, report.unpublished) == (5, 10, 10, 0, 10)
    assert report.is_healed
    assert [versions(app, stream) for stream in streams] == [[2, 2]] * 5
    for projection in ("profiles", "interests"):
        assert app.operate.verify(projection).differences == 0


def test_there_is_nothing_to_do_a_second_time(app: App) -> None:
    accounts(app, 3)
    app.operate.reconcile()
    report = app.operate.reconcile()
    assert (report.heads, report.lagging, report.healed) == (3, 0, 0)


def test_of_an_empty_store_it_says_so(app: App) -> None:
    report = app.operate.reconcile()
    assert (report.heads, report.lagging, report.unpublished, report.oldest_unpublished) == (0, 0, 0, None)
    assert report.is_healed


def test_it_heals_only_what_lags(app: App) -> None:
    first, second, third = accounts(app, 3)
    follow(app, first, second, third)
    accept(app, second, Rename(name="Countess"), AddInterest(interest="chess"))
    report = app.operate.reconcile()
    assert (report.lagging, report.healed) == (2, 2)
    assert versions(app, second) == [4, 4]


def test_it_can_look_without_healing(app: App) -> None:
    [stream] = accounts(app, 1)
    report = app.operate.status.full()
    assert (report.lagging, report.healed, report.is_healed) == (2, 0, False)
    assert versions(app, stream) == [0, 0]
    assert app.adapters.generations.read_all() == {}, "none has begun"


def test_every_generation_that_is_kept_is_healed(app: App) -> None:
    [stream] = accounts(app, 1)
    app.adapters.generations.change("profiles", lambda known: known.with_new_building())
    report = app.operate.reconcile()
    assert (report.projections["profiles"].counts.lagging, report.projections["interests"].counts.lagging) == (2, 1)
    assert row_of(app.adapters, PROFILES, stream.key, generation=2) is not None


@on_both_stores()
def test_a_parked_stream_is_reported_and_left_alone(app: App, fragile: Fragile) -> None:
    [bad, *_] = accounts(app, 3)
    fragile.fail(bad, 2)
    first = app.operate.reconcile()
    assert (first.lagging, first.healed, first.parked, first.is_healed) == (6, 5, 1, False), "it parked by itself"
    assert first.projections["profiles"].parked.oldest is not None
    second = app.operate.reconcile()
    assert (second.lagging, second.healed, second.parked, second.is_healed) == (0, 0, 1, False)
    assert second.projections["profiles"].parked.oldest is not None
    fragile.mend()
    app.operate.release.release(app.operate.release.parked(), ADA)
    assert app.operate.reconcile().is_healed


def test_a_checkpoint_ahead_of_its_stream_is_not_fine(app: App) -> None:
    first, second = accounts(app, 2)
    follow(app, first, second)
    app.adapters.views.transact("profiles", 1, lambda t: t.write([], [Checkpoint(second, 9)]))
    report = app.operate.reconcile()
    assert (report.ahead, report.lagging, report.is_healed) == (1, 0, False)
    assert report_as_json(report)["projections"]["profiles"]["ahead"] == report_as_json(report)["ahead"] == 1
    assert versions(app, second) == [9, 2], "nothing is taken back: a rebuild is what mends it"


def test_the_oldest_of_each_is_told_in_seconds_of_the_stores_clock(fragile: Fragile) -> None:
    clock = Clock()
    app = app_of(in_memory_by(clock), fragile)
    parked, lagging = an_account(app), an_account(app)
    fragile.fail(parked, 1)
    follow(app, parked, lagging)
    clock.let_pass(100)
    accept(app, lagging, Rename(name="Countess"), Rename(name="Lady"))
    clock.let_pass(20)
    an_account(app)
    clock.let_pass(3)
    report = report_as_json(app.operate.status.full())
    profiles, interests = report["projections"]["profiles"], report["projections"]["interests"]
    assert profiles["oldest_parked_seconds"] == pytest.approx(123, abs=0.01)
    assert profiles["oldest_lagging_seconds"] == pytest.approx(23, abs=0.01), "of the first event that waits"
    assert interests["oldest_parked_seconds"] is None
    assert report["oldest_unpublished_seconds"] == pytest.approx(123, abs=0.01)


def test_what_was_committed_a_moment_after_the_count_is_not_of_a_negative_age(fragile: Fragile) -> None:
    clock = Clock()
    adapters = in_memory_by(clock)
    app = app_of(adapters, fragile)

    def read_heads(**asked: object) -> Sequence[Head]:
        clock.let_pass(5)
        if not asked.get("after"):
            an_account(app)
        return adapters.store.read_heads(**asked)  # type: ignore[arg-type]

    store = on_top_of(adapters.store, read_heads=read_heads)
    report = app_of(replace(adapters, store=store)).operate.status.full()
    assert report_as_json(report)["projections"]["profiles"]["oldest_lagging_seconds"] == 0


def test_streams_of_other_categories_are_heads_and_nobodys_lag(app: App) -> None:
    app.adapters.store.append(a_commit(app.adapters.store.read_head(StreamId("order", "7"))))
    report = app.operate.reconcile()
    assert (report.heads, report.lagging) == (1, 0)


def test_a_stream_that_only_keeps_a_refusal_lags_behind_nothing(app: App) -> None:
    head = app.adapters.store.read_head(a_stream("refused"))
    app.adapters.store.append(Commit(after=head, result=CommandResult("key-1", "print", 0, 0, {"reason": "NO"})))
    report = app.operate.reconcile()
    assert (report.heads, report.lagging) == (1, 0)
    assert app.operate.verify("profiles").differences == 0


def test_streams_that_move_on_meanwhile_are_healed_all_the_same(app: App) -> None:
    *streams, ahead = accounts(app, 3)
    follow(app, ahead)
    app.adapters.views.transact("profiles", 1, lambda t: t.write([], [Checkpoint(ahead, 9)]))
    waiting = list(streams)

    def read_snapshot(*arguments: object) -> object:
        if waiting:
            stream = waiting.pop()
            accept(app, stream, Rename(name="Meanwhile"))
            follow(app, stream)
        return app.adapters.views.read_snapshot(*arguments)  # type: ignore[arg-type]

    watched = app_of(replace(app.adapters, views=on_top_of(app.adapters.views, read_snapshot=read_snapshot)))
    report = watched.operate.reconcile()
    assert (report.ahead, report.lagging - report.healed) == (1, 0), "what has moved on is not ahead"
    assert [versions(app, stream)[1] for stream in streams] == [3, 3]


def test_a_store_that_cannot_answer_makes_it_fail_and_not_lie(app: App) -> None:
    accounts(app, 1)

    def fail(*arguments: object) -> None:
        raise Unavailable("no answer")

    broken = app_of(replace(app.adapters, views=transacting(app.adapters.views, fail)))
    with pytest.raises(Unavailable):
        broken.operate.reconcile()


def test_an_operator_is_put_on_record_and_a_scheduler_is_not(app: App) -> None:
    call(app.reconcile, "POST", "/")
    app.operate.status.full()
    assert app.adapters.audit_log.newest(limit=9) == []
    app.operate.reconcile(Actor("ada", "after an outage"))
    [performed] = app.adapters.audit_log.newest(limit=9)
    assert performed.operation == Operation("reconcile", Actor("ada", "after an outage"))
