"""Replay publishes again exactly what was selected, marked as a replay, and says how many."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from accounts.account.commands import Rename
from onewrite.adapters.memory import MemoryTopic
from onewrite.application.operations import replay_events
from onewrite.application.operations.replay_events import Replayed, Selection
from onewrite.application.ports.audit_log import Actor
from onewrite.application.ports.topic import Published
from onewrite.bootstrap import Adapters, App
from onewrite.domain.events import RecordedEvent
from onewrite.domain.streams import StreamId
from onewrite.errors import StreamNotFound
from tests.support.data.requests import accept, an_account
from tests.support.domains.fragile import ADA, app_of
from tests.support.faults.ports import on_top_of, refusing
from tests.support.systems.adapters import on_both_stores


@pytest.fixture
def app(adapters: Adapters) -> App:
    return app_of(adapters)


def five_versions(app: App, key: str) -> StreamId:
    stream = an_account(app, key=key)
    for name in ("Two", "Three", "Four", "Five"):
        accept(app, stream, Rename(name=name))
    return stream


def published(app: App) -> list[tuple[str, int]]:
    topic = app.adapters.topic
    assert isinstance(topic, MemoryTopic)
    return [(event.stream.key, event.version) for event in topic.published]


def committed(app: App, stream: StreamId, version: int) -> datetime:
    [event] = app.adapters.store.read_events([(stream, version)])
    return event.committed_at


def test_a_stream_is_published_again_in_order(app: App) -> None:
    five_versions(app, "bob")
    replayed = app.operate.replay(Selection(five_versions(app, "ada")), ADA, dry_run=False)
    assert replayed == Replayed(selected=5, published=5, dry_run=False)
    assert published(app) == [("ada", version) for version in range(1, 6)]


@pytest.mark.parametrize(
    ("first", "last", "versions"),
    [(1, None, [1, 2, 3, 4, 5]), (3, None, [3, 4, 5]), (1, 2, [1, 2]), (2, 4, [2, 3, 4]), (4, 2, []), (9, None, [])],
)
def test_a_range_of_versions_is_published(app: App, first: int, last: int | None, versions: list[int]) -> None:
    stream = five_versions(app, "ada")
    assert app.operate.replay(Selection(stream, first, last), ADA, dry_run=False).published == len(versions)
    assert published(app) == [("ada", version) for version in versions]


def test_a_window_of_time_is_published_from_its_begin_to_before_its_end(app: App) -> None:
    ada, bob = five_versions(app, "ada"), five_versions(app, "bob")
    window = Selection(since=committed(app, ada, 4), until=committed(app, bob, 3))
    assert app.operate.replay(window, ADA, dry_run=False).published == 4
    assert published(app) == [("ada", 4), ("ada", 5), ("bob", 1), ("bob", 2)]
    nothing = Selection(since=committed(app, bob, 5) + timedelta(microseconds=1))
    assert app.operate.replay(nothing, ADA, dry_run=False) == Replayed(0, 0, dry_run=False)


@on_both_stores()
def test_versions_and_time_can_be_named_together(app: App) -> None:
    ada = five_versions(app, "ada")
    both = Selection(ada, first=3, since=committed(app, ada, 2), until=committed(app, ada, 5))
    app.operate.replay(both, ADA, dry_run=False)
    assert published(app) == [("ada", 3), ("ada", 4)]


@on_both_stores()
def test_everything_can_be_published_in_bounded_steps(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replay_events, "HEADS_PER_PAGE", 2)
    for key in "abcde":
        five_versions(app, key)
    batches: list[int] = []

    def publish(events: Sequence[RecordedEvent], *, replay: bool = False) -> Published:
        batches.append(len(events))
        return app.adapters.topic.publish(events, replay=replay)

    topic = on_top_of(app.adapters.topic, publish=publish)
    watched = app_of(replace(app.adapters, topic=topic), relay_batch=3)
    assert watched.operate.replay(Selection(), ADA, dry_run=False).published == 25
    assert published(app) == [(key, version) for key in "abcde" for version in range(1, 6)]
    assert max(batches) == 3


def test_messages_are_marked_as_a_replay(app: App) -> None:
    marks: list[bool] = []

    def publish(events: Sequence[RecordedEvent], *, replay: bool = False) -> Published:
        marks.append(replay)
        return Published(tuple(events))

    marked = app_of(replace(app.adapters, topic=on_top_of(app.adapters.topic, publish=publish)))
    marked.operate.replay(Selection(five_versions(app, "ada")), ADA, dry_run=False)
    assert marks == [True]


def test_a_dry_run_counts_and_leaves_no_trace(app: App) -> None:
    stream = five_versions(app, "ada")
    assert app.operate.replay(Selection(stream, last=3), ADA, dry_run=True) == Replayed(3, 0, dry_run=True)
    assert published(app) == []
    assert app.adapters.audit_log.newest(limit=9) == []


def test_who_replayed_what_and_why_is_on_record(app: App) -> None:
    stream = five_versions(app, "ada")
    since = committed(app, stream, 1)
    app.operate.replay(Selection(stream, 2, 4, since), Actor("grace", "a consumer lost them"), dry_run=False)
    [performed] = app.adapters.audit_log.newest(limit=9)
    done = performed.operation
    assert (done.name, done.actor, done.stream_id) == ("replay", Actor("grace", "a consumer lost them"), str(stream))
    assert dict(done.details) == {"first": 2, "last": 4, "since": since.isoformat(), "until": None}


def test_a_replay_of_everything_is_on_record_for_no_stream(app: App) -> None:
    app.operate.replay(Selection(), ADA, dry_run=False)
    [performed] = app.adapters.audit_log.newest(limit=9)
    assert (performed.operation.name, performed.operation.stream_id) == ("replay", None)


def test_a_stream_that_is_not_there_is_told_and_nothing_is_recorded(app: App) -> None:
    for dry_run in (True, False):
        with pytest.raises(StreamNotFound):
            app.operate.replay(Selection(StreamId("account", "nobody")), ADA, dry_run=dry_run)
    assert app.adapters.audit_log.newest(limit=9) == []


def test_a_bus_that_refuses_ends_it_and_it_can_be_started_again(app: App) -> None:
    stream = five_versions(app, "ada")
    topic = refusing(app.adapters.topic, lambda event: event.version >= 4)
    refusing_app = app_of(replace(app.adapters, topic=topic), relay_batch=2)
    refused = refusing_app.operate.replay(Selection(stream), ADA, dry_run=False)
    assert refused == Replayed(selected=4, published=3, dry_run=False)
    assert app.operate.replay(Selection(stream, first=4), ADA, dry_run=False).published == 2
    assert published(app)[-2:] == [("ada", 4), ("ada", 5)]


def test_a_replay_does_not_touch_the_outbox(app: App) -> None:
    five_versions(app, "ada")
    before = app.adapters.outbox.count()
    app.operate.replay(Selection(), ADA, dry_run=False)
    assert app.adapters.outbox.count() == before


def test_a_batch_has_no_more_bytes_than_fit(app: App) -> None:
    stream, sizes = five_versions(app, "a"), list[int]()

    def publish(events: Sequence[RecordedEvent], *, replay: bool) -> Published:
        sizes.append(len(events))
        return Published(tuple(events))

    large = replace(app.operate.replay, topic=on_top_of(app.adapters.topic, publish=publish), batch_bytes=1)
    assert large(Selection(stream), ADA, dry_run=False) == Replayed(5, 5, dry_run=False)
    assert sizes == [1] * 5
