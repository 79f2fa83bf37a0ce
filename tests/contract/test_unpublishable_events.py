"""What every store of unpublishable events keeps its word on: each stays an obligation, and holds up no other."""

from datetime import timedelta

import pytest

from onewrite.application.ports.audit_log import Actor, Operation
from onewrite.application.ports.event_store import EventStore
from onewrite.application.ports.outbox import SHARDS, Pointer
from onewrite.application.ports.unpublishable_events import CAUSE_CHARACTERS, UnpublishableEvents
from onewrite.bootstrap import Adapters
from onewrite.domain.streams import StreamId
from tests.support.data.builders import a_commit, a_stream, an_event

AGAIN = Operation("retry", Actor("ada", "the topic is mended"))


@pytest.fixture
def unpublishable(adapters: Adapters) -> UnpublishableEvents:
    return adapters.unpublishable


def obliged(store: EventStore, stream: StreamId, number: int = 1) -> list[Pointer]:
    events = store.append(a_commit(store.read_head(stream), *(an_event() for _ in range(number))))
    return [Pointer.to(event) for event in events]


def due(adapters: Adapters) -> list[Pointer]:
    marks = adapters.outbox.read_marks()
    return list(adapters.outbox.read(range(SHARDS), marks, before=marks.now, limit=100))


def test_what_is_set_aside_leaves_the_outbox_and_keeps_its_cause(
    adapters: Adapters, unpublishable: UnpublishableEvents
) -> None:
    first, second, third = obliged(adapters.store, a_stream("x"), 3)
    before = adapters.store.now()
    for _ in range(2):
        unpublishable.set_aside({first: "too large", third: "invalid"})
    assert due(adapters) == [second]
    kept = unpublishable.read(limit=10)
    assert [(one.stream, one.version, one.size, one.cause) for one in kept] == [
        (first.stream, 1, first.size, "too large"),
        (third.stream, 3, third.size, "invalid"),
    ]
    assert all(before < one.set_aside_at < before + timedelta(minutes=10) for one in kept)


def test_a_long_cause_is_cut(adapters: Adapters, unpublishable: UnpublishableEvents) -> None:
    [row] = obliged(adapters.store, a_stream())
    unpublishable.set_aside({row: "x" * 5000})
    [kept] = unpublishable.read(limit=10)
    assert kept.cause == "x" * CAUSE_CHARACTERS


def test_they_are_read_in_the_order_of_stream_and_version_and_by_stream(
    adapters: Adapters, unpublishable: UnpublishableEvents
) -> None:
    rows = [row for key in ("y", "x", "x2") for row in obliged(adapters.store, a_stream(key), 11)]
    unpublishable.set_aside(dict.fromkeys(rows, "invalid"))
    found = [(one.stream.key, one.version) for one in unpublishable.read(limit=100)]
    assert found == sorted(found)
    assert [one.version for one in unpublishable.read(a_stream("x"), limit=100)] == list(range(1, 12))
    assert len(unpublishable.read(limit=5)) == len(unpublishable.read(a_stream("y"), limit=5)) == 5


def test_what_is_tried_again_is_an_obligation_that_every_sweep_finds(
    adapters: Adapters, unpublishable: UnpublishableEvents
) -> None:
    first, second = obliged(adapters.store, a_stream("x"), 2)
    leases = adapters.outbox.acquire({first.shard}, "ada", timedelta(minutes=5))
    adapters.outbox.complete(leases, [second], {first.shard: adapters.store.now()})
    unpublishable.set_aside({first: "too large"})
    unpublishable.retry(unpublishable.read(limit=10), AGAIN)
    assert unpublishable.read(limit=10) == ()
    [again] = due(adapters)
    assert (again.stream, again.version, again.shard, again.size) == (first.stream, 1, first.shard, first.size)
    assert again.committed_at > second.committed_at, "above any watermark"
    assert [entry.operation for entry in adapters.audit_log.newest(limit=9)] == [AGAIN]


def test_what_is_abandoned_is_no_obligation_any_more(adapters: Adapters, unpublishable: UnpublishableEvents) -> None:
    rows = obliged(adapters.store, a_stream("x"), 3)
    unpublishable.set_aside(dict.fromkeys(rows, "invalid"))
    operation = Operation("abandon", Actor("ada", "nobody needs it"), stream_id="account-x", details={"version": 2})
    unpublishable.abandon([one for one in unpublishable.read(limit=10) if one.version == 2], operation)
    assert [one.version for one in unpublishable.read(limit=10)] == [1, 3]
    assert due(adapters) == []
    assert [entry.operation for entry in adapters.audit_log.newest(limit=9)] == [operation]
