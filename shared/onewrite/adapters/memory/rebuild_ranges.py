"""The ranges of a rebuild in memory."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from onewrite.adapters.memory.database import HeldRange, MemoryDatabase
from onewrite.application.ports.rebuild_ranges import RangeLease, RebuildRange, evenly
from onewrite.errors import LeaseLost


@dataclass(frozen=True)
class MemoryRebuildRanges:
    """RebuildRanges over a MemoryDatabase."""

    database: MemoryDatabase

    def cut(self, wanted: int) -> Sequence[str]:
        with self.database.lock:
            return evenly(sorted(map(str, self.database.streams)), wanted)

    def create(self, projection: str, generation: int, ranges: Sequence[RebuildRange]) -> None:
        with self.database.lock:
            if not self._held(projection, generation):
                places = ((projection, generation, one.number) for one in ranges)
                self.database.rebuild_ranges.update(zip(places, map(HeldRange, ranges), strict=True))

    def read(self, projection: str, generation: int) -> Sequence[RebuildRange]:
        with self.database.lock:
            return [held.range for _, held in self._held(projection, generation)]

    def acquire(self, projection: str, generation: int, holder: str, duration: timedelta) -> RangeLease | None:
        with self.database.lock:
            now = self.database.commit_timestamp()
            for _, held in self._held(projection, generation):
                if not held.range.is_done and (held.lease_expires_at is None or held.lease_expires_at <= now):
                    held.holder, held.lease_expires_at = holder, now + duration
                    held.fencing_token += 1
                    return RangeLease(projection, generation, held.range, held.fencing_token)
        return None

    def save(self, lease: RangeLease, progress: RebuildRange, duration: timedelta) -> None:
        with self.database.lock:
            held = self.database.rebuild_ranges.get((lease.projection, lease.generation, progress.number))
            if held is None or held.fencing_token != lease.fencing_token:
                raise LeaseLost(f"Range {progress.number} of {lease.projection} went to another instance")
            held.range = progress
            held.lease_expires_at = self._until(duration)

    def delete(self, projection: str, generation: int | None = None) -> None:
        with self.database.lock:
            places = self.database.rebuild_ranges.keys()
            for place in [one for one in places if one[0] == projection and generation in (None, one[1])]:
                del self.database.rebuild_ranges[place]

    def _held(self, projection: str, generation: int) -> list[tuple[tuple[str, int, int], HeldRange]]:
        rows = sorted(self.database.rebuild_ranges.items(), key=lambda row: row[0])
        return [(place, held) for place, held in rows if place[:2] == (projection, generation)]

    def _until(self, duration: timedelta) -> datetime:
        return self.database.commit_timestamp() + duration
