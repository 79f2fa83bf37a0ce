"""For any history of splits, merges, moves, crashes, freezes and lease thefts the guarantees of a group hold."""

import random
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spanner_changes.records import DataChange
from tests.support.change_streams.fleet import PACE, Fleet, Instance, Killed
from tests.support.change_streams.simulated import SimulatedStream, at

KEYS = tuple("abcdefgh")


class Chance:
    """Everything that may happen, drawn from one seed."""

    def __init__(self, seed: int, *, mutable: bool) -> None:
        self.random = random.Random(seed)
        self.stream = SimulatedStream(KEYS, partitions=self.random.randint(1, 3), mutable=mutable)
        self.fleet = Fleet(self.stream, instances=self.random.randint(1, 4))
        self._depth = 0

    def step(self) -> None:
        idle = [one for one in self.fleet.instances if not one.is_busy]
        something = self.random.random()
        if something < 0.3 or not idle:
            self._history()
        elif something < 0.5:
            self.fleet.beat(self.random.choice(idle))
        elif something < 0.88:
            self._turn(self.random.choice(idle))
        elif something < 0.94:
            self.fleet.wait(self.random.choice((0.5, 2, PACE.lease.total_seconds() + 1)))
        elif something < 0.97:
            self.fleet.kill(self.random.choice(idle))
        else:
            self.fleet.stop(self.random.choice(idle))

    def _history(self) -> None:
        tokens = [life.token for life in self.stream.open]
        token = self.random.choice(tokens)
        match self.random.randint(0, 9):
            case 0:
                self.stream.split(token)
            case 1 if len(tokens) > 1:
                self.stream.merge(*self.random.sample(tokens, self.random.randint(2, min(3, len(tokens)))))
            case 2:
                self.stream.renew(token)
            case 3 if self.stream.mutable and len(tokens) > 1:
                self.stream.exchange(*self.random.sample(tokens, 2))
            case _:
                keys = self.random.sample(KEYS, self.random.randint(1, 3))
                self.stream.write(*keys, same_time=self.random.random() < 0.3)

    def _turn(self, instance: Instance) -> None:
        if tokens := instance.holding.kept:
            until = at(self.random.randint(max(1, self.stream.now - 3), self.stream.now))
            self.fleet.turn(instance, self.random.choice(tokens), until, self._before)

    def _before(self, changes: Sequence[DataChange]) -> None:
        """The process dies, fails, or freezes while the others go on and perhaps take its leases."""
        something = self.random.random()
        if something < 0.05:
            raise Killed
        if something < 0.15:
            raise ValueError("not now")
        if something < 0.35 and self._depth < 3:
            self._depth += 1
            for _ in range(self.random.randint(1, 12)):
                self.step()
            self._depth -= 1


@pytest.mark.parametrize("mutable", [False, True], ids=["immutable ranges", "mutable ranges"])
@settings(max_examples=200, deadline=None)
@given(seed=st.integers(0, 2**32), steps=st.integers(1, 60))
def test_each_change_is_handled_in_its_keys_order_and_never_committed_under_a_lost_lease(
    mutable: bool, seed: int, steps: int
) -> None:
    chance = Chance(seed, mutable=mutable)
    for _ in range(steps):
        chance.step()
    chance.fleet.finish()
    assert chance.fleet.handled.all_missing == []
