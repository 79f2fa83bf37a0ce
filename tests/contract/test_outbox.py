"""What every outbox keeps its word on: obligations, leases, fencing tokens, watermarks."""

from dataclasses import replace
from datetime import timedelta

import pytest

from onewrite.adapters.memory import outbox as memory_outbox
from onewrite.adapters.spanner import outbox as spanner_outbox
from onewrite.application.ports.event_store import EventStore
from onewrite.application.ports.outbox import SHARDS, Outbox, Pointer, shard_of
from onewrite.domain.streams import StreamId
from onewrite.errors import LeaseLost
from tests.support.data.builders import a_commit, a_stream, an_event

ALL = range(SHARDS)
LONG, NONE = timedelta(minutes=5), timedelta(0)


def obliged(store: EventStore, stream: StreamId | None = None, number: int = 1) -> list[Pointer]:
    head = store.read_head(stream or a_stream())
    return [Pointer.to(event) for event in store.append(a_commit(head, *(an_event() for _ in range(number))))]


def due(outbox: Outbox, shards: range | set[int] = ALL, limit: int = 1000) -> list[Pointer]:
    marks = outbox.read_marks()
    return list(outbox.read(shards, marks, before=marks.now, limit=limit))


def test_every_appended_event_is_an_obligation(store: EventStore, outbox: Outbox) -> None:
    pointers = obliged(store, number=3) + obliged(store)
    assert due(outbox) == sorted(pointers)
    assert outbox.count() == 4
    assert outbox.oldest() == pointers[0].committed_at


def test_the_oldest_row_is_found_in_whatever_shard_it_is(store: EventStore, outbox: Outbox) -> None:
    ends = {shard_of(stream): stream for stream in (a_stream(f"s{number}") for number in range(200))}
    for shard in (SHARDS - 1, 0):
        [pointer] = obliged(store, ends[shard])
        assert outbox.oldest() == pointer.committed_at
        outbox.clear([pointer])


def test_clearing_deletes_exactly_what_is_named_and_may_be_repeated(store: EventStore, outbox: Outbox) -> None:
    first, second, third = obliged(store, number=3)
    for _ in range(2):
        outbox.clear([first, third])
    assert due(outbox) == [second]


def test_an_empty_outbox_has_no_oldest_row(outbox: Outbox) -> None:
    assert outbox.oldest() is None
    assert outbox.count() == 0


def test_a_row_tells_how_large_its_event_is(store: EventStore, outbox: Outbox) -> None:
    event = an_event(data={"name": "Ådå", "text": "x" * 5000})
    [stored] = store.append(a_commit(store.read_head(a_stream()), event))
    size = len('{"name":"","text":""}') + 5 + 5000
    assert [pointer.size for pointer in due(outbox)] == [size] == [stored.size]
    assert [pointer.size for pointer in outbox.remaining([replace(Pointer.to(stored), size=0)])] == [size]


def test_rows_younger_than_asked_for_are_left_alone(store: EventStore, outbox: Outbox) -> None:
    [old], [young] = obliged(store, a_stream("x")), obliged(store, a_stream("x"))
    marks, tick = outbox.read_marks(), timedelta(microseconds=1)
    assert outbox.read(ALL, marks, before=young.committed_at - tick, limit=10) == (old,)
    assert outbox.read(ALL, marks, before=young.committed_at, limit=10) == (old, young)
    assert outbox.oldest() == old.committed_at


def test_only_the_shards_asked_for_are_read(store: EventStore, outbox: Outbox) -> None:
    [here] = obliged(store, a_stream("k1"))
    [there] = obliged(store, a_stream("k3"))
    assert here.shard != there.shard
    assert due(outbox, {here.shard}) == [here]


def test_rows_come_in_commit_order_within_a_shard(store: EventStore, outbox: Outbox) -> None:
    streams = [stream for stream in (a_stream(f"s{i}") for i in range(200)) if shard_of(stream) == 3][:4]
    pointers = [obliged(store, stream)[0] for stream in (streams[2], streams[0], streams[3], streams[1])]
    assert due(outbox, {3}) == pointers
    assert due(outbox, {3}, limit=2) == pointers[:2]


def test_a_lease_is_granted_to_one_holder_at_a_time(outbox: Outbox) -> None:
    assert [lease.shard for lease in outbox.acquire({1, 2}, "ada", LONG)] == [1, 2]
    assert [lease.shard for lease in outbox.acquire({2, 3}, "grace", LONG)] == [3]


def test_a_lease_can_be_taken_over_only_after_it_expired(outbox: Outbox) -> None:
    [first] = outbox.acquire({1}, "ada", NONE)
    [second] = outbox.acquire({1}, "grace", LONG)
    assert second.fencing_token > first.fencing_token
    assert outbox.acquire({1}, "ada", LONG) == ()


def test_a_holder_may_take_its_lease_again_as_the_confirmation_may_have_been_lost(outbox: Outbox) -> None:
    [lost] = outbox.acquire({1}, "ada", LONG)
    [again] = outbox.acquire({1}, "ada", LONG)
    assert again.fencing_token > lost.fencing_token
    with pytest.raises(LeaseLost):
        outbox.complete([lost], [], {})


def test_a_released_lease_is_free_at_once(outbox: Outbox) -> None:
    outbox.release(outbox.acquire({1}, "ada", LONG))
    assert len(outbox.acquire({1}, "grace", LONG)) == 1


def test_a_look_shows_who_has_a_lease_and_up_to_where_all_is_published(store: EventStore, outbox: Outbox) -> None:
    outbox.acquire({1}, "ada", NONE)
    [lease] = outbox.acquire({2}, "grace", LONG)
    mark = store.now()
    outbox.complete([lease], [], {2: mark})
    [lease] = outbox.acquire({2}, "grace", LONG)

    free, expired, held = outbox.look()[:3]

    assert len(outbox.look()) == SHARDS
    assert (free.shard, free.watermark, free.holder) == (0, None, None)
    assert (expired.shard, expired.holder, expired.lease_expires_at) == (1, None, None)
    assert (held.shard, held.watermark, held.holder) == (2, mark, "grace")
    assert held.lease_expires_at
    assert held.lease_expires_at > mark
    outbox.release([lease])
    assert outbox.look()[2].holder is None


def test_who_completes_gives_the_leases_back(outbox: Outbox) -> None:
    leases = outbox.acquire([2, 3], "first", timedelta(minutes=1))
    outbox.complete(leases, [], {})
    assert [status.holder for status in outbox.look()[2:4]] == [None, None]
    assert [lease.shard for lease in outbox.acquire([2, 3], "second", timedelta(minutes=1))] == [2, 3]


def test_one_who_lost_the_lease_cannot_release_the_next_holders(outbox: Outbox) -> None:
    lost = outbox.acquire({1}, "ada", NONE)
    outbox.acquire({1}, "grace", LONG)
    outbox.release(lost)
    assert outbox.acquire({1}, "linus", LONG) == ()


def test_settling_clears_rows_and_moves_the_watermark(store: EventStore, outbox: Outbox) -> None:
    first, second, third = (obliged(store, a_stream("x"))[0] for _ in range(3))
    leases = outbox.acquire({first.shard}, "ada", LONG)
    outbox.complete(leases, [first, second], {first.shard: second.committed_at})
    assert due(outbox) == [third]
    assert outbox.read_marks().watermarks == {first.shard: second.committed_at}


def test_a_watermark_hides_what_is_below_it_and_nothing_else(store: EventStore, outbox: Outbox) -> None:
    first, second = (obliged(store, a_stream("x"))[0] for _ in range(2))
    leases = outbox.acquire({first.shard}, "ada", LONG)
    outbox.complete(leases, [], {first.shard: second.committed_at})
    assert due(outbox) == [second]
    assert (outbox.oldest(), outbox.count()) == (second.committed_at, 1)


@pytest.mark.parametrize(("rows", "counted"), [(4, 4), (5, 5), (6, 6), (9, 6)])
def test_no_more_rows_are_counted_than_one_wants_to_wait_for(
    store: EventStore, outbox: Outbox, monkeypatch: pytest.MonkeyPatch, rows: int, counted: int
) -> None:
    for adapter in (memory_outbox, spanner_outbox):
        monkeypatch.setattr(adapter, "MAX_COUNTED_ROWS", 5)
    obliged(store, a_stream("x"), rows - 2)
    obliged(store, a_stream("y"), 2)
    assert outbox.count() == counted


def test_a_watermark_never_moves_back(store: EventStore, outbox: Outbox) -> None:
    first, second = (obliged(store, a_stream("x"))[0] for _ in range(2))
    leases = outbox.acquire({first.shard}, "ada", LONG)
    for mark in (second.committed_at, first.committed_at):
        outbox.complete(leases, [], {first.shard: mark})
    assert outbox.read_marks().watermarks[first.shard] == second.committed_at


def test_one_who_lost_the_lease_changes_nothing(store: EventStore, outbox: Outbox) -> None:
    [pointer] = obliged(store)
    lost = outbox.acquire({pointer.shard}, "ada", NONE)
    outbox.acquire({pointer.shard}, "grace", LONG)
    with pytest.raises(LeaseLost):
        outbox.complete(lost, [pointer], {pointer.shard: pointer.committed_at})
    assert due(outbox) == [pointer]
    assert outbox.read_marks().watermarks == {}


def test_of_rows_that_are_named_those_remain_that_were_not_cleared(store: EventStore, outbox: Outbox) -> None:
    first, second, third = obliged(store, number=3)
    outbox.clear([second])
    assert outbox.remaining([third, second, first]) == (first, third)
    assert outbox.remaining([second]) == ()
