"""A consumer group: what its users build, run and look at."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Event, Timer
from uuid import uuid4

from spanner_changes.groups.consumer import Consumer
from spanner_changes.groups.handling import Handle
from spanner_changes.groups.pace import Pace
from spanner_changes.groups.turn import Heal
from spanner_changes.state.port import GroupState
from spanner_changes.streams.port import ChangeStream


def class_of(error: Exception) -> str:
    """Describe an error without its text, which may quote a row."""
    return type(error).__name__


@dataclass(frozen=True)
class ConsumerGroup:
    """Any number of instances with the same `stream` and `state` share the partitions of the stream.

    `handle` gets changes of one partition in the order of their times, each at least once, and those of one key in
    order. It is called by several threads at once, for different partitions. When it raises, the partition stays before
    the change that failed, and that is tried again; the other partitions go on.
    `describe` returns what is logged and kept of the error, for whoever looks at the group.
    `heal` is called when the stream no longer keeps what the group has yet to read: it brings what the group feeds up
    to date by other means. The group then goes on from the time that `heal` returns, or else from the time at which it
    was called. Without it, it stops there.
    """

    stream: ChangeStream
    state: GroupState
    handle: Handle
    pace: Pace = field(default_factory=Pace)
    describe: Callable[[Exception], str] = class_of
    heal: Heal | None = None

    def run(self, stop: Event, *, start_at: datetime | None = None, member: str | None = None) -> None:
        """Take part until `stop` is set, then hand everything over. A new group starts at `start_at`, or now.

        `member` is a name that no other living instance has; without one it is random.
        """
        self.state.begin(start_at)
        Consumer(
            stream=self.stream,
            state=self.state,
            handle=self.handle,
            pace=self.pace,
            member=member or str(uuid4()),
            describe=self.describe,
            heal=self.heal,
        ).work(stop)

    def run_for(self, duration: timedelta, *, start_at: datetime | None = None) -> None:
        """Take part for so long, as a function does that a scheduler calls."""
        stop = Event()
        timer = Timer(duration.total_seconds(), stop.set)
        timer.daemon = True
        timer.start()
        try:
            self.run(stop, start_at=start_at)
        finally:
            timer.cancel()
