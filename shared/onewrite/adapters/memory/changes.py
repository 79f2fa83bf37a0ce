"""Changes in memory: a change stream over the events of a MemoryDatabase, and groups whose instances are threads."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Final

from onewrite.adapters.change_groups import EVENTS, GroupChanges
from onewrite.adapters.memory.database import MemoryDatabase
from onewrite.domain.events import RecordedEvent
from spanner_changes import MemoryGroupState, Pace
from spanner_changes.records import Child, ChildPartitions, DataChange, Heartbeat, Mod, Record
from spanner_changes.streams.port import ROOT

PACE: Final = Pace(waits=False, poll=timedelta(milliseconds=50))
#: The stream has one partition, which never ends.
PARTITION: Final = "events"


class MemoryChanges(GroupChanges):
    """Changes over a MemoryDatabase; the groups live as long as this object."""

    def __init__(self, database: MemoryDatabase, pace: Pace = PACE) -> None:
        states: dict[str, MemoryGroupState] = {}

        def state_of(group: str) -> MemoryGroupState:
            return states.setdefault(group, MemoryGroupState(database.now))

        super().__init__(MemoryChangeStream(database), state_of, lambda: tuple(states), pace)


@dataclass(frozen=True)
class MemoryChangeStream:
    """Reads a window at once, also one that ends in the future: nothing is committed in it afterwards."""

    database: MemoryDatabase

    def read(self, token: str, start: datetime, end: datetime, heartbeat: timedelta) -> Iterator[Record]:
        if token == ROOT:
            yield ChildPartitions(start, "0", (Child(PARTITION, ()),))
            return
        with self.database.lock:
            self.database.commit_after(end)  # whatever is committed from here on is later than this window
            log = self.database.log
            first = bisect_left(log, start, key=lambda event: event.committed_at)
            last = bisect_left(log, end + timedelta(microseconds=1), key=lambda event: event.committed_at)
            found = log[first:last]
        for _, events in groupby(found, key=lambda event: (event.committed_at, event.stream)):
            yield _change(list(events))
        yield Heartbeat(end)


def _change(events: list[RecordedEvent]) -> DataChange:
    """One record for the events of one commit."""
    first = events[0]
    return DataChange(
        timestamp=first.committed_at,
        sequence="0",
        transaction=first.event_id,
        table=EVENTS,
        mod_type="INSERT",
        value_capture_type="NEW_VALUES",
        columns=(),
        mods=tuple(Mod({"stream_id": str(event.stream), "version": event.version}, {}, {}) for event in events),
        is_last_of_transaction_in_partition=True,
        records_in_transaction=1,
        partitions_in_transaction=1,
        transaction_tag="",
        is_system_transaction=False,
    )
