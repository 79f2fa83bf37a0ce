"""Beats: instances share the partitions fairly, whoever comes and goes, and lose nothing that was theirs."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from spanner_changes import MemoryGroupState, Pace
from spanner_changes.groups.holding import Holding
from spanner_changes.groups.rebalance import Rebalance
from spanner_changes.records import Child
from spanner_changes.streams.port import ROOT
from tests.support.change_streams.group_states import claim, partitions
from tests.support.change_streams.simulated import at
from tests.support.waiting.clocks import NOON, Clock

PACE = Pace(beat=timedelta(seconds=1), lease=timedelta(seconds=10))


class Instance:
    def __init__(self, member: str, state: MemoryGroupState) -> None:
        self.member = member
        self.holding = Holding()
        self._state = state

    def beat(self) -> None:
        """Beat, and hand over at once what is beyond the share, as nothing is worked on here."""
        Rebalance(self._state, self.member, PACE).beat(self.holding)
        for held in self.holding.to_hand_over():
            self.holding.drop(held.partition.token)
            self._state.hand_over(held.partition.lease, held.partition.watermark)

    @property
    def tokens(self) -> set[str]:
        return set(self.holding.kept)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def state(clock: Clock) -> MemoryGroupState:
    """A group with seven partitions that may be read; the first instance of all has gone."""
    state = MemoryGroupState(clock)
    state.begin(at(0))
    state.end(claim(state, member="first").lease, at(0), [Child(f"p{number}", ()) for number in range(7)])
    state.leave("first")
    return state


@pytest.fixture
def instances(state: MemoryGroupState) -> list[Instance]:
    return [Instance(member, state) for member in "abc"]


def settle(*instances: Instance, rounds: int = 3) -> list[int]:
    """Let everybody beat a few times; return how many partitions each holds."""
    for _ in range(rounds):
        for instance in instances:
            instance.beat()
    return [len(instance.tokens) for instance in instances]


def all_held(*instances: Instance) -> Iterator[str]:
    return (token for instance in instances for token in instance.tokens)


def test_a_beat_tells_the_time_of_the_store(state: MemoryGroupState) -> None:
    assert Rebalance(state, "a", PACE).beat(Holding()) == NOON


def test_an_instance_that_is_alone_holds_everything(instances: list[Instance]) -> None:
    assert settle(instances[0], rounds=1) == [7]


def test_instances_that_come_get_their_shares_within_two_beats_of_each(instances: list[Instance]) -> None:
    first, second, third = instances
    settle(first)
    assert settle(first, second, rounds=2) == [4, 3]
    assert settle(first, second, third, rounds=2) == [3, 2, 2]
    assert sorted(all_held(*instances)) == [f"p{number}" for number in range(7)]


def test_shares_that_are_fair_are_left_alone(instances: list[Instance]) -> None:
    settle(*instances)
    before = [instance.tokens for instance in instances]
    settle(*instances)
    assert [instance.tokens for instance in instances] == before


def test_an_instance_that_leaves_is_replaced_at_once(state: MemoryGroupState, instances: list[Instance]) -> None:
    first, second, third = instances
    settle(*instances)
    state.leave(third.member)
    assert settle(first, second, rounds=1) == [4, 3]


def test_an_instance_that_was_killed_is_replaced_when_its_leases_have_run_out(
    clock: Clock, instances: list[Instance]
) -> None:
    first, second, _ = instances
    settle(*instances)
    clock.let_pass(6)
    assert settle(first, second) == [3, 2]
    clock.let_pass(6)
    assert settle(first, second) == [4, 3]


def test_an_instance_that_was_frozen_gives_up_what_others_took(clock: Clock, instances: list[Instance]) -> None:
    first, second, _ = instances
    settle(first, second)
    held = set(first.tokens)
    clock.let_pass(11)
    assert settle(second) == [7]
    Rebalance(first._state, first.member, PACE).beat(first.holding)
    assert first.tokens == set()
    assert {one.partition.token for one in first.holding.to_hand_over()} == held


def test_a_partition_that_has_to_wait_for_its_parents_is_nobodys(
    state: MemoryGroupState, instances: list[Instance]
) -> None:
    first = instances[0]
    settle(first)
    state.discover(partitions(state)["p0"].lease, [Child("later", ("p0", "p1"))], at(5))
    assert settle(first) == [7]
    for token in ("p0", "p1"):
        state.end(partitions(state)[token].lease, at(5))
        first.holding.drop(token)
    settle(first)
    assert "later" in first.tokens


def test_parents_are_forgotten_once_their_children_have_started(
    state: MemoryGroupState, instances: list[Instance]
) -> None:
    settle(instances[0])
    assert ROOT in partitions(state)
    for partition in list(partitions(state).values()):
        if partition.token != ROOT:
            state.advance(partition.lease, at(0))
    settle(instances[0])
    assert ROOT not in partitions(state)


def test_an_instance_claims_again_what_is_its_own_though_it_does_not_hold_it(
    state: MemoryGroupState, instances: list[Instance]
) -> None:
    """Nobody else can while it is alive. What is beyond its share it hands over afterwards."""
    first, second, _ = instances
    settle(first, second)
    lost = second.tokens
    second.holding = Holding()
    assert settle(first, second, rounds=1) == [4, 3]
    assert second.tokens == lost
    first.holding = Holding()
    settle(*instances, rounds=1)
    assert sum(settle(*instances)) == 7


def test_what_is_its_own_counts_for_the_share(state: MemoryGroupState, instances: list[Instance]) -> None:
    first, second, third = instances
    settle(first, second)
    state.leave(second.member)
    state.beat(third.member, PACE.lease)
    first.holding = Holding()
    assert settle(first, rounds=1) == [4]


def test_a_partition_that_failed_is_due_when_its_pause_is_over(
    state: MemoryGroupState, instances: list[Instance]
) -> None:
    failing = claim(state, "p0", "z")
    state.fail(failing.lease, at(0), at=at(1), error="no", retry_after=timedelta(hours=1))
    state.leave("z")
    settle(instances[0])
    due = {held.partition.token for held in instances[0].holding.due()}
    assert due == {f"p{number}" for number in range(1, 7)}


def test_instances_claim_in_different_orders_so_that_they_seldom_meet(state: MemoryGroupState) -> None:
    orders = []
    for member in "abcd":
        holding = Holding()
        Rebalance(state, member, PACE).beat(holding)
        orders.append(holding.kept)
        state.leave(member)
    assert len(set(map(tuple, orders))) > 1
