"""What every state of a consumer group keeps its word on about instances and leases."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import TypeAlias

import pytest

from spanner_changes import GroupState, LeaseLost
from spanner_changes.partitions.partition import TICK, Lease, Partition
from spanner_changes.records import Child
from spanner_changes.streams.port import ROOT
from tests.support.change_streams.group_states import LATER, LONG, NOON, SHORT, claim, partitions
from tests.support.waiting.eventually import eventually

#: Returns the state of the group of that name.
Groups: TypeAlias = Callable[[str], GroupState]
#: A step that an instance may take with a lease only.
Step: TypeAlias = Callable[[GroupState, Lease], None]
STEPS: dict[str, Step] = {
    "advance": lambda group, lease: group.advance(lease, LATER, waits_at=LATER),
    "fail": lambda group, lease: group.fail(lease, NOON, at=LATER, error="no", retry_after=LONG),
    "discover": lambda group, lease: group.discover(lease, [Child("p9", ())], LATER),
    "end": lambda group, lease: group.end(lease, LATER, [Child("p9", ())]),
    "hand_over": lambda group, lease: group.hand_over(lease, LATER),
    "start_over": lambda group, lease: group.start_over(LATER, lease),
}


@pytest.mark.parametrize("again", [None, LATER], ids=["now", "later"])
def test_a_group_begins_once(group: GroupState, again: datetime | None) -> None:
    group.begin(again)
    (root,) = group.look().partitions
    assert root == Partition(ROOT, (), started_at=NOON, watermark=NOON - TICK)
    assert root.next_start == NOON, "the first window begins at the very time"


def test_a_group_begins_now_if_no_time_is_named(groups: Groups) -> None:
    group = groups("group")
    before = group.look().now
    group.begin()
    assert before <= partitions(group)[ROOT].started_at <= group.look().now


def test_instances_are_listed_for_as_long_as_they_asked_for(group: GroupState) -> None:
    group.beat("b", LONG)
    group.beat("short", SHORT)
    group.beat("a", LONG)
    eventually(lambda: group.look().members == ("a", "b"))
    group.beat("short", LONG)
    assert group.look().members == ("a", "b", "short")


def test_an_instance_that_leaves_is_not_listed_and_holds_nothing(group: GroupState) -> None:
    held = claim(group)
    group.leave("a")
    group.leave("a")
    assert group.look().members == ()
    assert partitions(group)[ROOT].holder is None
    with pytest.raises(LeaseLost):
        group.advance(held.lease, LATER)


def test_who_claims_a_partition_holds_it_under_a_fence_that_grows(group: GroupState) -> None:
    first = claim(group)
    assert partitions(group) == {ROOT: first}
    group.hand_over(first.lease, LATER)
    second = claim(group, member="b")
    assert (second.holder, second.watermark) == ("b", LATER)
    assert second.fence > first.fence


def test_nobody_claims_what_an_instance_holds_that_is_alive_or_what_is_not_there(group: GroupState) -> None:
    held = claim(group)
    assert list(group.claim("b", [ROOT, "nothing"])) == []
    assert list(group.claim("b", [])) == []
    group.advance(held.lease, LATER)


def test_what_an_instance_held_is_free_as_soon_as_its_leases_have_run_out(group: GroupState) -> None:
    held = claim(group)
    group.beat("a", SHORT)
    (taken,) = eventually(lambda: group.claim("b", [ROOT]))
    assert taken.fence > held.fence
    group.beat("a", LONG)
    with pytest.raises(LeaseLost):
        group.advance(held.lease, LATER)


def test_an_instance_claims_again_what_is_its_own_and_the_lease_of_before_is_lost(group: GroupState) -> None:
    """The response to its claim was lost, or it was killed and is back under the same name."""
    held = claim(group)
    assert claim(group).fence > held.fence
    with pytest.raises(LeaseLost):
        group.advance(held.lease, LATER)


def test_of_claims_at_one_time_exactly_one_gets_the_partition(group: GroupState) -> None:
    for member in "ab":
        group.beat(member, LONG)
    with ThreadPoolExecutor(2) as pool:
        claimed = [list(one) for one in pool.map(lambda member: group.claim(member, [ROOT]), "ab")]
    assert sorted(map(len, claimed)) == [0, 1]
    assert [partitions(group)[ROOT]] == claimed[0] + claimed[1]


@pytest.mark.parametrize("name", STEPS)
def test_no_step_is_possible_under_a_lease_that_was_lost(group: GroupState, name: str) -> None:
    lost = claim(group)
    group.leave("a")
    kept = claim(group, member="b")
    group.fail(kept.lease, NOON, at=LATER, error="first", retry_after=LONG)
    before = group.look().partitions
    for lease in (lost.lease, Lease(ROOT, "a", kept.fence), Lease("nothing", "a", 1)):
        with pytest.raises(LeaseLost) as raised:
            STEPS[name](group, lease)
        assert raised.value.token == lease.token
    assert group.look().partitions == before


@pytest.mark.parametrize("name", ["end", "hand_over"])
def test_a_lease_that_was_given_up_is_lost(group: GroupState, name: str) -> None:
    held = claim(group)
    STEPS[name](group, held.lease)
    with pytest.raises(LeaseLost):
        group.advance(held.lease, LATER)


def test_groups_in_one_place_do_not_see_each_other(groups: Groups) -> None:
    one, other = groups("group"), groups("group-2")
    for state in (one, other):
        state.begin(NOON)
    held, others = claim(one), claim(other, member="b")
    one.end(held.lease, LATER, [Child("p1", ())])
    one.forget([ROOT])
    one.leave("b")
    assert other.look().partitions == (others,)
    assert (one.look().members, other.look().members) == (("a",), ("b",))
    other.start_over(LATER)
    other.leave("a")
    assert set(partitions(one)) == {"p1"}
    assert one.look().members == ("a",)
