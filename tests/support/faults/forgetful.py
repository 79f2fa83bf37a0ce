"""Change streams whose history is lost, as that of a stream is which nobody has read for longer than it keeps."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from onewrite.adapters.change_groups import GroupChanges
from onewrite.adapters.memory import MemoryChanges, MemoryEventStore
from onewrite.bootstrap import Adapters, memory_adapters
from spanner_changes import ChangeStream, HistoryLost
from spanner_changes.records import Record


@dataclass
class Shortened:
    """Keeps nothing of what came before `kept_from`."""

    stream: ChangeStream
    kept_from: datetime | None = None

    def read(self, token: str, start: datetime, end: datetime, heartbeat: timedelta) -> Iterator[Record]:
        if self.kept_from and start < self.kept_from:
            raise HistoryLost(token, start)
        yield from self.stream.read(token, start, end, heartbeat)


@dataclass(frozen=True)
class Forgetful:
    """Adapters in memory, and their change stream."""

    adapters: Adapters
    stream: Shortened

    def forget(self) -> None:
        """Lose all history up to now."""
        assert isinstance(self.adapters.store, MemoryEventStore)
        self.stream.kept_from = self.adapters.store.database.now()


def forgetful() -> Forgetful:
    adapters = memory_adapters()
    assert isinstance(adapters.changes, MemoryChanges)
    there = adapters.changes
    stream = Shortened(there.stream)
    changes = GroupChanges(stream, there.state_of, there.group_names, there.pace)
    return Forgetful(replace(adapters, changes=changes), stream)
