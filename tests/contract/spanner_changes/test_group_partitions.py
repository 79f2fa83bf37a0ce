"""What every state of a consumer group keeps its word on about partitions: how far they are, and which there are."""

from datetime import datetime, timedelta

import pytest

from spanner_changes import GroupState, LeaseLost
from spanner_changes.partitions.partition import TICK
from spanner_changes.records import Child
from spanner_changes.streams.port import ROOT
from tests.support.change_streams.group_states import LATER, LONG, NOON, claim, partitions


def test_a_watermark_moves_and_waiting_is_kept_until_the_next_move(group: GroupState) -> None:
    held = claim(group)
    group.advance(held.lease, NOON, waits_at=LATER)
    assert (partitions(group)[ROOT].watermark, partitions(group)[ROOT].waits_at) == (NOON, LATER)
    group.advance(held.lease, LATER)
    assert (partitions(group)[ROOT].watermark, partitions(group)[ROOT].waits_at) == (LATER, None)


def test_attempts_are_counted_for_the_same_change_only(group: GroupState) -> None:
    held = claim(group)
    for at, attempts in ((LATER, 1), (LATER, 2), (LATER + TICK, 1)):
        before = group.look().now
        group.fail(held.lease, NOON, at=at, error="ValueError", retry_after=LONG)
        failed = partitions(group)[ROOT]
        assert failed.failure
        assert (failed.watermark, failed.holder) == (NOON, "a")
        assert (failed.failure.timestamp, failed.failure.error, failed.failure.attempts) == (at, "ValueError", attempts)
        assert before + LONG <= failed.failure.retry_at <= group.look().now + LONG


def test_an_error_is_cut_to_what_is_worth_reading(group: GroupState) -> None:
    held = claim(group)
    group.fail(held.lease, NOON, at=LATER, error="é" * 5000, retry_after=LONG)
    failure = partitions(group)[ROOT].failure
    assert failure
    assert failure.error == "é" * 1024


@pytest.mark.parametrize("name", ["advance", "hand_over"])
def test_a_failure_is_forgotten_once_the_watermark_has_passed_it(group: GroupState, name: str) -> None:
    move = {"advance": group.advance, "hand_over": group.hand_over}[name]
    group.fail(claim(group).lease, NOON - TICK, at=LATER, error="no", retry_after=LONG)
    move(partitions(group)[ROOT].lease, LATER - TICK)
    assert partitions(group)[ROOT].failure
    group.leave("a")
    move(claim(group).lease, LATER)
    assert partitions(group)[ROOT].failure is None


def test_partitions_that_are_discovered_start_where_they_were_told_to_and_once(group: GroupState) -> None:
    held = claim(group)
    group.discover(held.lease, [Child("p1", ()), Child("p2", ())], LATER)
    group.advance(claim(group, "p1").lease, LATER)
    group.discover(held.lease, [Child("p1", ()), Child("p3", ())], LATER + TICK)
    started = {token: (one.started_at, one.watermark) for token, one in partitions(group).items() if token}
    assert started == {
        "p1": (LATER, LATER),
        "p2": (LATER, LATER - TICK),
        "p3": (LATER + TICK, LATER),
    }
    assert partitions(group)[ROOT] == held


def test_a_partition_that_ended_is_held_by_nobody_and_not_claimed_again(group: GroupState) -> None:
    held = claim(group)
    group.advance(held.lease, NOON, waits_at=LATER)
    group.fail(held.lease, NOON, at=LATER, error="no", retry_after=LONG)
    group.end(held.lease, LATER)
    ended = partitions(group)[ROOT]
    assert (ended.holder, ended.waits_at, ended.failure, ended.ended_at) == (None, None, None, LATER)
    assert list(group.claim("a", [ROOT])) == []


def test_a_merge_that_each_parent_reports_adds_one_child(group: GroupState) -> None:
    parents = [Child("p1", ()), Child("p2", ())]
    merged = Child("p3", ("p1", "p2"))
    group.end(claim(group).lease, NOON, parents)
    group.end(claim(group, "p1").lease, LATER, [merged, merged])
    group.advance(claim(group, "p3").lease, LATER)
    group.end(claim(group, "p2").lease, LATER, [merged])
    child = partitions(group)["p3"]
    assert (child.parents, child.started_at, child.watermark, child.holder) == (("p1", "p2"), LATER, LATER, "a")


def test_only_what_has_ended_is_forgotten(group: GroupState) -> None:
    group.end(claim(group).lease, NOON, [Child("p1", ()), Child("p2", ())])
    group.end(claim(group, "p1").lease, LATER)
    group.forget([])
    group.forget(["p1", "p2", "nothing"])
    assert set(partitions(group)) == {ROOT, "p2"}


def test_starting_over_forgets_everything_and_no_lease_of_before_is_ever_good_again(group: GroupState) -> None:
    root = claim(group)
    group.end(root.lease, NOON, [Child("p1", ()), Child("p2", ())])
    group.advance(claim(group, "p2").lease, LATER)
    before = claim(group, "p1")
    group.start_over(LATER, before.lease)
    (fresh,) = group.look().partitions
    assert (fresh.token, fresh.started_at, fresh.next_start, fresh.holder) == (ROOT, LATER, LATER, None)
    group.end(claim(group).lease, LATER, [Child("p1", ())])
    again = claim(group, "p1")
    for lost in (root, before):
        with pytest.raises(LeaseLost):
            group.advance(lost.lease, LATER)
    group.advance(again.lease, LATER)


def test_starting_over_needs_no_lease(group: GroupState) -> None:
    held = claim(group)
    group.start_over(LATER)
    assert partitions(group)[ROOT].started_at == LATER
    with pytest.raises(LeaseLost):
        group.hand_over(held.lease, LATER)


def test_times_come_back_as_they_were_given_and_are_plain(group: GroupState) -> None:
    held = claim(group)
    group.discover(held.lease, [Child("p1", ())], LATER)
    group.advance(held.lease, NOON, waits_at=LATER)
    group.fail(held.lease, NOON, at=LATER + TICK, error="no", retry_after=LONG)
    group.end(claim(group, "p1").lease, LATER + 2 * TICK)
    view = group.look()
    root, ended = view.partitions
    assert root.failure
    assert (root.started_at, root.watermark, root.waits_at) == (NOON, NOON, LATER)
    assert (root.failure.timestamp, ended.started_at, ended.ended_at) == (LATER + TICK, LATER, LATER + 2 * TICK)
    times = [view.now, root.started_at, root.watermark, root.waits_at, root.failure.timestamp, root.failure.retry_at]
    assert {type(time) for time in [*times, ended.ended_at]} == {datetime}
    assert {time.utcoffset() for time in times if time} == {timedelta(0)}
