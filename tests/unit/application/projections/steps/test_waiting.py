"""Streams that wait for their transaction: few checkpoints are read whose events have no room in it."""

from collections.abc import Collection, Sequence

from onewrite.application.projections.steps.step import Advanced, Part
from onewrite.application.projections.steps.waiting import FIRST_STREAMS, Waiting
from onewrite.domain.streams import StreamId
from tests.support.data.builders import a_stream
from tests.support.domains.names import Names

MOST = 1000
STREAMS = [a_stream(f"s{number:05d}") for number in range(5000)]
TARGET = ("names", 1)


def waiting(streams: Collection[StreamId] = STREAMS, most: int = MOST) -> Waiting:
    return Waiting([Part(Names(), 1, streams)], most=most)


def tried(line: Waiting) -> Sequence[StreamId]:
    [part] = line.first()
    return list(part.streams)


def go_on(line: Waiting, *, ended: int | None = None) -> None:
    """Let the transaction end the first of what it tries; all of it if no number is given."""
    some = tried(line)
    line.go_on({TARGET: Advanced({}, left=frozenset(some[len(some) if ended is None else ended :]))})


def test_a_transaction_tries_some_of_many_streams_in_the_order_in_which_events_are_read() -> None:
    assert tried(waiting(STREAMS[::-1])) == STREAMS[:FIRST_STREAMS]
    assert tried(waiting(STREAMS, most=3)) == STREAMS[:3]


def test_where_all_had_room_twice_as_many_are_tried_but_no_more_than_a_transaction_has_events() -> None:
    line = waiting()
    sizes = []
    for _ in range(4):
        go_on(line)
        sizes.append(len(tried(line)))
    assert sizes == [400, 800, MOST, MOST]
    assert tried(line)[0] == STREAMS[200 + 400 + 800 + MOST]


def test_where_not_all_had_room_some_more_are_tried_than_had_and_what_is_left_comes_first() -> None:
    line = waiting()
    go_on(line, ended=40)
    assert tried(line) == STREAMS[40 : 40 + 50]


def test_beside_a_stream_that_fills_one_transaction_after_the_other_one_more_is_tried() -> None:
    line = waiting()
    for _ in range(3):
        go_on(line, ended=0)
        assert tried(line) == STREAMS[:2]


def test_all_streams_get_their_turn() -> None:
    line, seen = waiting(STREAMS[:700]), set[StreamId]()
    for ended in (10, 7, 0, 1, None, None, 3, *[None] * 20):
        if line:
            seen |= {*tried(line)}
            go_on(line, ended=ended)
    assert (len(seen), bool(line)) == (700, False)


def test_the_rest_of_a_part_that_has_a_fault_waits_no_longer_and_others_go_on() -> None:
    line = Waiting([Part(Names(), number, STREAMS[:300]) for number in (1, 2)], most=MOST)
    line.go_on({TARGET: Advanced({}, fault=ValueError()), ("names", 2): Advanced({})})
    [part] = line.first()
    assert (part.generation, part.streams) == (2, STREAMS[200:300])


def test_nobody_waits_where_there_are_no_streams() -> None:
    assert not waiting([])
