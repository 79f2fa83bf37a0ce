"""Instances of a group over a simulated stream, one step at a time: no threads that decide, no clock but this one."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from time import monotonic

from spanner_changes.errors import LeaseLost
from spanner_changes.groups.follow import Outcome, Window
from spanner_changes.groups.holding import Held, Holding
from spanner_changes.groups.pace import Pace
from spanner_changes.groups.rebalance import Rebalance
from spanner_changes.partitions.lifecycle import low_watermark
from spanner_changes.records import DataChange
from tests.support.change_streams.checked_state import CheckedState
from tests.support.change_streams.handled import Handled
from tests.support.change_streams.simulated import EPOCH, SimulatedStream, at

#: Everything is saved at once, so that each step shows.
PACE = Pace(waits=False, batch=2, save_every=timedelta(0), save_idle_every=timedelta(0))

#: Called before changes are handled; may raise, end the process, or let other things happen first.
Before = Callable[[Sequence[DataChange]], None]


class Killed(BaseException):
    """The process ends at this point."""


@dataclass
class Instance:
    member: str
    holding: Holding = field(default_factory=Holding)
    is_busy: bool = False


class Fleet:
    def __init__(self, stream: SimulatedStream, instances: int) -> None:
        self.stream = stream
        self.handled = Handled(stream)
        self._now = EPOCH
        self.state = CheckedState(lambda: self._now, self.handled)
        self._numbers = count()
        self.instances = [self._start() for _ in range(instances)]
        self.state.begin(at(0))

    def wait(self, seconds: float) -> None:
        self._now += timedelta(seconds=seconds)

    def beat(self, instance: Instance) -> None:
        """The instance says that it is alive, takes its share, and hands over what is beyond it."""
        Rebalance(self.state, instance.member, PACE).beat(instance.holding)
        self._hand_over(instance)

    def turn(self, instance: Instance, token: str, until: datetime, before: Before) -> Outcome | None:
        """Let the instance follow one of its partitions; None if there was nothing to do, or the lease was lost."""
        held = instance.holding.get(token)
        if until < held.partition.next_start:
            return None
        window = self._window(held, until, before)
        instance.is_busy = True
        try:
            outcome = window.follow()
        except LeaseLost:
            instance.holding.drop(token)
            return None
        except Killed:
            self.kill(instance)
            return None
        finally:
            instance.is_busy = False
        held.partition = window.partition
        if outcome is Outcome.ENDED:
            instance.holding.drop(token)
        return outcome

    def kill(self, instance: Instance) -> None:
        """Nothing of it is left but its leases; a new instance takes its place, under another name."""
        fresh = self._start()
        instance.member, instance.holding = fresh.member, fresh.holding

    def stop(self, instance: Instance) -> None:
        """Stop cleanly and start again, as a deployment does."""
        instance.holding.release(instance.holding.kept)
        self._hand_over(instance)
        self.state.leave(instance.member)
        self.kill(instance)

    def finish(self) -> None:
        """Let everybody work without faults until all is handled. Raises AssertionError if that never happens."""
        end = at(self.stream.now)
        for _ in range(20 + 3 * len(self.stream.lives)):
            self.wait(PACE.beat.total_seconds())
            for instance in self.instances:
                self.beat(instance)
                for token in instance.holding.kept:
                    self.turn(instance, token, end, lambda changes: None)
            low = low_watermark(self.state.look().partitions)
            if low is not None and low >= end:
                return
        raise AssertionError(f"the group stands still: {self.state.look().partitions}")

    def _hand_over(self, instance: Instance) -> None:
        for held in instance.holding.to_hand_over():
            instance.holding.drop(held.partition.token)
            with suppress(LeaseLost):
                self.state.hand_over(held.partition.lease, held.partition.watermark)

    def _start(self) -> Instance:
        return Instance(f"m{next(self._numbers)}")

    def _window(self, held: Held, until: datetime, before: Before) -> Window:
        def handle(changes: Sequence[DataChange]) -> None:
            before(changes)
            self.handled.note(changes)

        return Window(
            stream=self.stream,
            state=self.state,
            handle=handle,
            describe=repr,
            pace=PACE,
            partition=held.partition,
            until=until,
            stopped=lambda: False,
            saved_at=monotonic(),
        )
