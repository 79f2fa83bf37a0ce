"""What a group has handled, and whether each key's changes came in order."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from spanner_changes.records import DataChange
from tests.support.change_streams.simulated import SimulatedStream


class Handled:
    def __init__(self, stream: SimulatedStream) -> None:
        self._stream = stream
        self.times: dict[str, list[datetime]] = defaultdict(list)

    def note(self, changes: Sequence[DataChange]) -> None:
        """A repeat is fine; a change before one of its key's earlier ones is not."""
        for change in changes:
            for mod in change.mods:
                key = mod.keys["key"]
                earlier = {time for time in self._times_of(key) if time < change.timestamp}
                assert earlier <= set(self.times[key]), f"{key} at {change.timestamp} came before {earlier}"
                self.times[key].append(change.timestamp)

    def missing(self, token: str, until: datetime) -> list[DataChange]:
        """Return the changes of a partition up to a time that were not handled."""
        changes = (change for where, change in self._stream.changes() if where == token and change.timestamp <= until)
        return [change for change in changes if not self._has(change)]

    @property
    def all_missing(self) -> list[DataChange]:
        return [change for _, change in self._stream.changes() if not self._has(change)]

    def _has(self, change: DataChange) -> bool:
        return all(change.timestamp in self.times[mod.keys["key"]] for mod in change.mods)

    def _times_of(self, key: str) -> list[datetime]:
        return [one.timestamp for _, one in self._stream.changes() for mod in one.mods if mod.keys["key"] == key]
