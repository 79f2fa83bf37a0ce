"""Instances of a group in threads of this process, what they have handled, and whether their shares are fair."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from threading import Event, Lock, Thread

from spanner_changes import ChangeStream, ConsumerGroup, GroupState, Pace
from spanner_changes.partitions.lifecycle import by_token, may_start
from spanner_changes.records import ChildPartitions, DataChange, Record
from tests.support.change_streams.instance import GROUP, PACE, numbers_of
from tests.support.change_streams.things import Things
from tests.support.waiting.bounds import WAIT_SECONDS


class Handled:
    """What the instances of this process have handled, and which partition each number was in."""

    def __init__(self) -> None:
        self.numbers: list[int] = []
        self.tokens: dict[int, str] = {}
        self.parents: dict[str, tuple[str, ...]] = {}
        self._lock = Lock()

    def __call__(self, changes: Sequence[DataChange]) -> None:
        with self._lock:
            self.numbers += numbers_of(changes)

    @property
    def by_partition(self) -> dict[str, list[int]]:
        """The numbers of each partition in the order in which they were handled first."""
        found: dict[str, list[int]] = {}
        for number in dict.fromkeys(self.numbers):
            found.setdefault(self.tokens[number], []).append(number)
        return found


class Tapped:
    """A stream that tells which partition each change is in."""

    def __init__(self, stream: ChangeStream, handled: Handled) -> None:
        self._stream = stream
        self._handled = handled

    def read(self, token: str, start: datetime, end: datetime, heartbeat: timedelta) -> Iterator[Record]:
        for record in self._stream.read(token, start, end, heartbeat):
            if isinstance(record, DataChange):
                self._handled.tokens |= dict.fromkeys(numbers_of([record]), token)
            elif isinstance(record, ChildPartitions):
                self._handled.parents |= {child.token: child.parents for child in record.children}
            yield record


@contextmanager
def instance(things: Things, member: str, handled: Handled, pace: Pace = PACE) -> Iterator[None]:
    """Run an instance in a thread beside the block, and stop it cleanly."""
    stop = Event()
    group = ConsumerGroup(Tapped(things.stream(), handled), things.group(GROUP), handled, pace)
    thread = Thread(target=partial(group.run, stop, member=member))
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(WAIT_SECONDS)
        assert not thread.is_alive()


def is_fair(state: GroupState, *members: str) -> bool:
    """Whether these are the instances, and hold all partitions that may be read, no one two more than another."""
    view = state.look()
    known = by_token(view.partitions)
    ready = [one for one in view.partitions if one.ended_at is None and may_start(one, known)]
    held = Counter(one.holder for one in ready)
    shares = [held[member] for member in members]
    return view.members == members and sum(shares) == len(ready) > 1 and max(shares) - min(shares) <= 1
