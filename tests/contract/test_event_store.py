"""What every event store keeps its word on."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from onewrite.adapters.spanner import event_store
from onewrite.application.commands.take_snapshot import MOST_BYTES
from onewrite.application.ports.event_store import CommandResult, Commit, CommitClash, EventStore, Head, Snapshot
from onewrite.application.ports.outbox import Outbox
from onewrite.domain.streams import StreamId
from tests.support.data.builders import METADATA, a_commit, a_stream, an_event


def append(store: EventStore, stream: object = None, number: int = 1) -> Head:
    head = store.read_head(stream or a_stream())  # type: ignore[arg-type]
    store.append(a_commit(head, *(an_event() for _ in range(number))))
    return store.read_head(head.stream)


def test_a_stream_that_was_never_appended_to_is_new_and_at_version_0(store: EventStore) -> None:
    stream = a_stream()
    assert store.read_head(stream) == Head(stream, 0, is_new=True)
    assert list(store.read_stream(stream)) == []


def test_versions_are_dense_from_1(store: EventStore) -> None:
    head = append(store, number=3)
    append(store, head.stream, number=2)
    assert [event.version for event in store.read_stream(head.stream)] == [1, 2, 3, 4, 5]
    assert store.read_head(head.stream).version == 5


def test_what_was_appended_is_what_is_read(store: EventStore) -> None:
    event = an_event("InterestAdded", schema_version=2, data={"interest": "Bücher & Ångström", "n": [1, {"x": None}]})
    stream = a_stream()
    [recorded] = store.append(a_commit(store.read_head(stream), event))
    [read] = store.read_stream(stream)
    assert read == recorded
    assert (read.event_id, read.event_type, read.schema_version) == (event.event_id, "InterestAdded", 2)
    assert (dict(read.data), read.metadata) == (event.data, METADATA)


def test_an_append_after_a_version_that_is_taken_clashes_and_writes_nothing(store: EventStore, outbox: Outbox) -> None:
    stale = store.read_head(a_stream())
    head = append(store, stale.stream)
    with pytest.raises(CommitClash):
        store.append(a_commit(stale, an_event(), an_event()))
    assert store.read_head(stale.stream) == head
    assert outbox.count() == 1


def test_events_head_outbox_and_answer_commit_together(store: EventStore, outbox: Outbox) -> None:
    head = store.read_head(a_stream())
    result = CommandResult("key", "fingerprint", after=0, version=2)
    store.append(a_commit(head, an_event(), an_event(), result=result))
    assert store.read_head(head.stream).version == 2
    assert store.read_result(head.stream, "key") == result
    marks = outbox.read_marks()
    pointers = outbox.read(range(16), marks, before=marks.now, limit=10)
    assert [(pointer.stream, pointer.version) for pointer in pointers] == [(head.stream, 1), (head.stream, 2)]


def test_a_key_that_was_answered_before_clashes_and_writes_nothing(store: EventStore, outbox: Outbox) -> None:
    head = store.read_head(a_stream())
    store.append(a_commit(head, result=CommandResult("key", "first", 0, 1)))
    with pytest.raises(CommitClash):
        store.append(a_commit(store.read_head(head.stream), result=CommandResult("key", "second", 1, 2)))
    assert store.read_head(head.stream).version == 1
    assert outbox.count() == 1


def test_a_refusal_can_be_the_answer_on_a_stream_without_events(store: EventStore) -> None:
    head = store.read_head(a_stream())
    told = {"reason": "NO", "message": "no", "metadata": {"n": 1}}
    store.append(Commit(after=head, result=CommandResult("key", "f", 0, 0, told)))
    result = store.read_result(head.stream, "key")
    assert result is not None
    assert result.rejection == told
    assert store.read_head(head.stream) == Head(head.stream, 0)


def test_a_stream_that_only_has_an_answer_can_still_be_opened(store: EventStore) -> None:
    head = store.read_head(a_stream())
    store.append(
        Commit(after=head, result=CommandResult("key", "f", 0, 0, {"reason": "NO", "message": "", "metadata": {}}))
    )
    assert append(store, head.stream).version == 1


def test_an_answer_on_a_new_stream_clashes_with_one_who_opens_it_meanwhile(store: EventStore) -> None:
    head = store.read_head(a_stream())
    append(store, head.stream)
    with pytest.raises(CommitClash):
        store.append(Commit(after=head, result=CommandResult("key", "f", 0, 0)))
    assert store.read_head(head.stream).version == 1


def test_an_answer_without_events_is_kept_wherever_the_stream_has_moved_to(store: EventStore) -> None:
    head = append(store)
    after = append(store, head.stream)
    store.append(Commit(after=head, result=CommandResult("key", "f", 1, 1)))
    assert store.read_result(head.stream, "key") is not None
    assert store.read_head(head.stream) == after


def test_whatever_is_committed_after_the_stores_now_is_later(store: EventStore) -> None:
    before = store.now()
    [event] = store.append(a_commit(store.read_head(a_stream())))
    assert before < event.committed_at <= store.now()


def test_the_head_keeps_the_newest_snapshot_that_was_given(store: EventStore) -> None:
    head = store.read_head(a_stream())
    snapshot = Snapshot(1, 7, "0f0f", {"status": "open", "interests": ["x"]})
    store.append(a_commit(head, snapshot=snapshot))
    append(store, head.stream)
    after = store.read_head(head.stream)
    assert after.version == 2
    assert after.snapshot == snapshot
    newer = Snapshot(3, 8, "1f1f", {"status": "closed", "interests": []})
    store.append(a_commit(after, snapshot=newer))
    assert store.read_head(head.stream) == Head(head.stream, 3, newer)


def test_a_stream_is_read_from_a_version_to_a_version(store: EventStore) -> None:
    head = append(store, number=6)
    assert [event.version for event in store.read_stream(head.stream, after=2, upto=4)] == [3, 4]
    assert [event.version for event in store.read_stream(head.stream, after=6)] == []


def test_a_stream_of_large_events_is_read_whole(store: EventStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_store, "BYTES_PER_PAGE", 2500)
    stream = a_stream()
    for _ in range(7):
        store.append(a_commit(store.read_head(stream), an_event(data={"name": "x" * 1000})))
    assert [event.version for event in store.read_stream(stream)] == list(range(1, 8))
    assert [event.version for event in store.read_stream(stream, after=1, upto=6)] == list(range(2, 7))


def test_a_long_stream_is_read_whole(store: EventStore, outbox: Outbox) -> None:
    head = append(store, number=1500)
    head = append(store, head.stream, number=600)
    assert [event.version for event in store.read_stream(head.stream)] == list(range(1, 2101))
    assert outbox.count() == 2100


def test_events_are_read_by_their_places_in_order(store: EventStore) -> None:
    first, second = append(store, number=2).stream, append(store, number=2).stream
    read = store.read_events([(second, 2), (first, 1), (second, 1), (second, 9)])
    assert [(event.stream, event.version) for event in read] == [(first, 1), (second, 1), (second, 2)]


def test_commit_times_grow_along_a_stream(store: EventStore) -> None:
    head = append(store)
    append(store, head.stream)
    first, second = store.read_stream(head.stream)
    assert first.committed_at < second.committed_at


def test_heads_are_read_in_pages_in_the_order_of_their_ids(store: EventStore) -> None:
    streams = sorted((append(store, a_stream(key)).stream for key in ("z", "B", "a-b", "a", "1")), key=str)
    heads = store.read_heads(limit=3)
    assert [head.stream for head in heads] == streams[:3]
    assert [head.stream for head in store.read_heads(after=heads[-1].stream, limit=3)] == streams[3:]


def test_of_twenty_writers_racing_for_one_version_exactly_one_wins(store: EventStore) -> None:
    head = append(store)

    def race(_: int) -> bool:
        try:
            store.append(a_commit(head))
        except CommitClash:
            return False
        return True

    with ThreadPoolExecutor(20) as pool:
        won = list(pool.map(race, range(20)))
    assert won.count(True) == 1, "only one writer should get version 2"
    assert [event.version for event in store.read_stream(head.stream)] == [1, 2]


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ({}, ["account-b", "account-d", "accountant-c", "list-a"]),
        ({"category": "account"}, ["account-b", "account-d"]),
        ({"after": StreamId("account", "b"), "category": "account"}, ["account-d"]),
        ({"after": StreamId("account", "b"), "category": "list"}, ["list-a"]),
        ({"upto": "account-d"}, ["account-b", "account-d"]),
        ({"upto": "account-c", "category": "account"}, ["account-b"]),
        ({"upto": "z", "category": "account"}, ["account-b", "account-d"]),
        ({"after": StreamId("list", "a"), "category": "account"}, []),
        ({"after": StreamId("account", "d"), "upto": "account-b"}, []),
    ],
    ids=str,
)
def test_heads_can_be_asked_for_by_range_and_by_category(
    store: EventStore, where: dict[str, Any], found: list[str]
) -> None:
    for category, key in (("account", "b"), ("list", "a"), ("account", "d"), ("accountant", "c")):
        append(store, StreamId(category, key))
    assert [str(head.stream) for head in store.read_heads(**where)] == found


def test_events_are_read_at_the_places_that_are_there(store: EventStore) -> None:
    stream, other = append(store, number=2).stream, a_stream()
    places = [(stream, 2), (stream, 1), (stream, 3), (stream, 0), (other, 1), (stream, 2)]
    events = store.read_events(places)
    assert [(event.stream, event.version) for event in events] == [(stream, 1), (stream, 2)]
    assert store.read_commit_times(places) == tuple(event.committed_at for event in events)


def test_the_largest_snapshot_is_read_with_its_head(store: EventStore) -> None:
    head = store.read_head(a_stream())
    largest = Snapshot(1, 1, "0f0f", {"text": "x" * (MOST_BYTES - 11)})
    store.append(a_commit(head, snapshot=largest))
    assert store.read_head(head.stream) == Head(head.stream, 1, largest)
