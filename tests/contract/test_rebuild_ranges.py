"""What every store of rebuild ranges keeps its word on: cuts, progress, leases, fencing tokens."""

from dataclasses import replace
from datetime import timedelta

import pytest

from onewrite.application.ports.event_store import Head
from onewrite.application.ports.rebuild_ranges import RebuildRange
from onewrite.bootstrap import Adapters
from onewrite.errors import LeaseLost
from tests.support.data.builders import a_commit, a_stream

LONG, NONE = timedelta(minutes=5), timedelta(0)
TWO = [RebuildRange(1, "", "m", position=""), RebuildRange(2, "m", None, position="m")]


def test_cuts_divide_the_streams_into_ranges_of_about_the_same_size(adapters: Adapters) -> None:
    streams = [a_stream(f"k{number:03d}") for number in range(100)]
    for stream in streams:
        adapters.store.append(a_commit(Head(stream, 0, is_new=True)))
    cuts = list(adapters.ranges.cut(4))
    assert cuts == [str(streams[number]) for number in (24, 49, 74)]


def test_nothing_is_cut_where_there_is_nothing(adapters: Adapters) -> None:
    assert list(adapters.ranges.cut(4)) == []


def test_ranges_are_read_back_and_creating_them_again_loses_no_progress(adapters: Adapters) -> None:
    adapters.ranges.create("profiles", 2, TWO)
    lease = adapters.ranges.acquire("profiles", 2, "ada", LONG)
    assert lease is not None
    further = replace(lease.range, position="c", streams=3, events=9)
    adapters.ranges.save(lease, further, LONG)
    adapters.ranges.create("profiles", 2, TWO)
    assert list(adapters.ranges.read("profiles", 2)) == [further, TWO[1]]
    assert list(adapters.ranges.read("profiles", 3)) == []


def test_of_two_who_cut_differently_only_the_first_is_heard(adapters: Adapters) -> None:
    adapters.ranges.create("profiles", 2, TWO[:1])
    adapters.ranges.create("profiles", 2, TWO)
    assert list(adapters.ranges.read("profiles", 2)) == TWO[:1]


def test_each_range_is_held_by_one_at_a_time(adapters: Adapters) -> None:
    adapters.ranges.create("profiles", 2, TWO)
    leases = [adapters.ranges.acquire("profiles", 2, holder, LONG) for holder in ("ada", "grace", "linus")]
    assert [lease.range.number if lease else None for lease in leases] == [1, 2, None]


def test_a_range_whose_lease_expired_is_taken_over_where_it_stood(adapters: Adapters) -> None:
    adapters.ranges.create("profiles", 2, TWO[:1])
    lost = adapters.ranges.acquire("profiles", 2, "ada", LONG)
    assert lost is not None
    further = replace(lost.range, position="c", streams=3)
    adapters.ranges.save(lost, further, NONE)
    taken = adapters.ranges.acquire("profiles", 2, "grace", LONG)
    assert taken is not None
    assert taken.range == further
    with pytest.raises(LeaseLost):
        adapters.ranges.save(lost, replace(further, position="d"), LONG)
    assert list(adapters.ranges.read("profiles", 2)) == [further]


def test_a_range_that_is_done_is_not_given_out_again(adapters: Adapters) -> None:
    adapters.ranges.create("profiles", 2, TWO[:1])
    lease = adapters.ranges.acquire("profiles", 2, "ada", NONE)
    assert lease is not None
    adapters.ranges.save(lease, replace(lease.range, is_done=True), NONE)
    assert adapters.ranges.acquire("profiles", 2, "grace", LONG) is None


def test_the_ranges_of_all_generations_are_deleted_at_once(adapters: Adapters) -> None:
    for projection, generation in (("profiles", 2), ("profiles", 3), ("interests", 2)):
        adapters.ranges.create(projection, generation, TWO)
    adapters.ranges.delete("profiles")
    assert [len(adapters.ranges.read("profiles", generation)) for generation in (2, 3)] == [0, 0]
    assert len(adapters.ranges.read("interests", 2)) == 2


def test_a_range_that_was_deleted_cannot_be_saved(adapters: Adapters) -> None:
    adapters.ranges.create("profiles", 2, TWO)
    adapters.ranges.create("profiles", 3, TWO)
    lease = adapters.ranges.acquire("profiles", 2, "ada", LONG)
    assert lease is not None
    adapters.ranges.delete("profiles", 2)
    assert list(adapters.ranges.read("profiles", 2)) == []
    assert len(adapters.ranges.read("profiles", 3)) == 2
    with pytest.raises(LeaseLost):
        adapters.ranges.save(lease, lease.range, LONG)
