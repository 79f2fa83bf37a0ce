"""What every store of walks keeps its word on: cuts, progress, leases, fencing tokens, reports."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from onewrite.application.ports.event_store import Head
from onewrite.application.ports.walks import RangeLease, WalkRange, between
from onewrite.bootstrap import Adapters
from onewrite.errors import LeaseLost
from tests.support.data.builders import a_commit, a_stream

LONG, NONE = timedelta(minutes=5), timedelta(0)
ONE, TWO = list(between([])), list(between(["m"]))


def acquired(adapters: Adapters, name: str = "see all", duration: timedelta = LONG) -> RangeLease:
    lease = adapters.walks.acquire(name, "ada", duration)
    assert lease is not None
    return lease


def ranges(adapters: Adapters, name: str = "see all") -> list[WalkRange]:
    walk = adapters.walks.read(name)
    return list(walk.ranges) if walk else []


def test_cuts_divide_the_streams_into_ranges_of_about_the_same_size(adapters: Adapters) -> None:
    streams = [a_stream(f"k{number:03d}") for number in range(100)]
    for stream in streams:
        adapters.store.append(a_commit(Head(stream, 0, is_new=True)))
    cuts = list(adapters.walks.cut(4))
    assert cuts == [str(streams[number]) for number in (24, 49, 74)]


def test_nothing_is_cut_where_there_is_nothing(adapters: Adapters) -> None:
    assert list(adapters.walks.cut(4)) == []


def test_a_walk_is_read_back_and_beginning_it_again_loses_no_progress(adapters: Adapters) -> None:
    begun = adapters.walks.begin("see all", TWO)
    assert (begun.number, list(begun.ranges), begun.is_walked) == (1, TWO, False)
    lease = acquired(adapters)
    further = replace(lease.range, position="c", found={"streams": 3, "oldest": "2026-01-01", "by": {"a": [1, 2.5]}})
    adapters.walks.save(lease, further, LONG)
    again = adapters.walks.begin("see all", TWO)
    assert (again.number, again.began_at) == (1, begun.began_at)
    assert sorted(again.ranges, key=lambda one: one.number) == [
        further if one.number == further.number else one for one in TWO
    ]
    assert adapters.walks.read("see none") is None


def test_of_two_who_cut_differently_only_the_first_is_heard(adapters: Adapters) -> None:
    adapters.walks.begin("see all", ONE)
    assert list(adapters.walks.begin("see all", TWO).ranges) == ONE


def test_a_walk_that_is_begun_anew_has_the_next_number_and_leaves_no_lease_of_the_one_before(
    adapters: Adapters,
) -> None:
    adapters.walks.begin("see all", ONE)
    lost = acquired(adapters)
    assert (walk := adapters.walks.begin("see all", TWO, anew=True)).number == 2
    assert list(walk.ranges) == TWO
    mine = acquired(adapters)
    assert (mine.number, mine.fencing_token) == (2, lost.fencing_token)
    with pytest.raises(LeaseLost):
        adapters.walks.save(lost, replace(lost.range, is_done=True), LONG)
    assert ranges(adapters) == TWO


def test_each_range_is_held_by_one_at_a_time(adapters: Adapters) -> None:
    adapters.walks.begin("see all", TWO)
    leases = [adapters.walks.acquire("see all", holder, LONG) for holder in ("ada", "grace", "linus")]
    assert {lease.range.number if lease else None for lease in leases} == {1, 2, None}
    assert leases[2] is None


def test_of_many_who_ask_at_once_each_has_a_range_of_its_own(adapters: Adapters) -> None:
    adapters.walks.begin("see all", list(between(["g", "m"])))
    with ThreadPoolExecutor(4) as pool:
        leases = list(pool.map(lambda number: adapters.walks.acquire("see all", f"{number}", LONG), range(4)))
    assert sorted(lease.range.number for lease in leases if lease) == [1, 2, 3]


def test_a_range_whose_lease_expired_is_taken_over_where_it_stood(adapters: Adapters) -> None:
    adapters.walks.begin("see all", ONE)
    lost = acquired(adapters)
    further = replace(lost.range, position="c", found={"streams": 3})
    adapters.walks.save(lost, further, NONE)
    assert acquired(adapters).range == further
    with pytest.raises(LeaseLost, match="Range 1 of see all went to another instance"):
        adapters.walks.save(lost, replace(further, position="d"), LONG)
    assert ranges(adapters) == [further]


def test_a_range_that_is_done_is_not_given_out_again(adapters: Adapters) -> None:
    adapters.walks.begin("see all", ONE)
    lease = acquired(adapters, duration=NONE)
    adapters.walks.save(lease, replace(lease.range, is_done=True), NONE)
    assert adapters.walks.acquire("see all", "grace", LONG) is None
    assert (walk := adapters.walks.read("see all"))
    assert walk.is_walked


def test_a_walk_ends_once_with_one_report_and_the_next_one_can_begin(adapters: Adapters) -> None:
    walk = adapters.walks.begin("see all", ONE)
    assert adapters.walks.report("see all") is None
    assert adapters.walks.end(walk, {"streams": 7, "oldest": None})
    assert not adapters.walks.end(walk, {"streams": 8})
    report = adapters.walks.report("see all")
    assert report is not None
    assert (report.number, report.report) == (1, {"streams": 7, "oldest": None})
    assert report.ended_at >= walk.began_at
    assert (ended := adapters.walks.read("see all"))
    assert (list(ended.ranges), ended.is_walked) == ([], False)
    assert adapters.walks.begin("see all", TWO).number == 2
    assert not adapters.walks.end(walk, {"streams": 9}), "whoever is late does not end the next one"
    assert adapters.walks.report("see all") == report
    assert ranges(adapters) == TWO


def test_those_under_way_are_listed(adapters: Adapters) -> None:
    adapters.walks.end(adapters.walks.begin("see none", ONE), {})
    adapters.walks.begin("see some", TWO)
    adapters.walks.begin("see all", ONE)
    assert {name: len(walk.ranges) for name, walk in adapters.walks.read_all().items()} == {"see all": 1, "see some": 2}


def test_what_is_forgotten_can_not_be_saved(adapters: Adapters) -> None:
    adapters.walks.end(adapters.walks.begin("see all", ONE), {"streams": 7})
    for name in ("see all", "see some", "see none"):
        adapters.walks.begin(name, TWO)
    lease = acquired(adapters)
    adapters.walks.forget(["see all", "see some"])
    assert [adapters.walks.read(name) for name in ("see all", "see some")] == [None, None]
    assert adapters.walks.report("see all") is None
    assert len(ranges(adapters, "see none")) == 2
    with pytest.raises(LeaseLost):
        adapters.walks.save(lease, lease.range, LONG)
