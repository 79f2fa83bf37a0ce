"""Walks over all streams, in memory."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from onewrite.adapters.memory.database import HeldRange, MemoryDatabase
from onewrite.application.ports.walks import RangeLease, Walk, WalkRange, WalkReport, evenly
from onewrite.domain.events import JsonObject
from onewrite.errors import LeaseLost


@dataclass(frozen=True)
class MemoryWalks:
    """Walks over a MemoryDatabase."""

    database: MemoryDatabase

    def cut(self, wanted: int) -> Sequence[str]:
        with self.database.lock:
            return evenly(sorted(map(str, self.database.streams)), wanted)

    def begin(self, name: str, ranges: Sequence[WalkRange], *, anew: bool = False) -> Walk:
        with self.database.lock:
            known = self.read(name)
            if known and known.ranges and not anew:
                return known
            self._forget_ranges(name)
            walk = Walk(name, known.number + 1 if known else 1, self.database.commit_timestamp())
            self.database.walks[name] = walk
            self.database.walk_ranges.update({(name, walk.number, one.number): HeldRange(one) for one in ranges})
            return replace(walk, ranges=list(ranges))

    def read(self, name: str) -> Walk | None:
        with self.database.lock:
            known = self.database.walks.get(name)
            return known and replace(known, ranges=[held.range for held in self._held(name)])

    def read_all(self) -> Mapping[str, Walk]:
        with self.database.lock:
            known = (self.read(name) for name in sorted(self.database.walks))
            return {walk.name: walk for walk in known if walk and walk.ranges}

    def report(self, name: str) -> WalkReport | None:
        with self.database.lock:
            return self.database.walk_reports.get(name)

    def acquire(self, name: str, holder: str, duration: timedelta) -> RangeLease | None:
        with self.database.lock:
            now = self.database.commit_timestamp()
            for held in self._held(name):
                if not held.range.is_done and (held.lease_expires_at is None or held.lease_expires_at <= now):
                    held.holder, held.lease_expires_at = holder, now + duration
                    held.fencing_token += 1
                    return RangeLease(name, self.database.walks[name].number, held.range, held.fencing_token)
        return None

    def save(self, lease: RangeLease, progress: WalkRange, duration: timedelta) -> None:
        with self.database.lock:
            held = self.database.walk_ranges.get((lease.walk, lease.number, progress.number))
            if held is None or held.fencing_token != lease.fencing_token:
                raise LeaseLost(f"Range {progress.number} of {lease.walk} went to another instance")
            held.range = progress
            held.lease_expires_at = self.database.commit_timestamp() + duration

    def end(self, walk: Walk, report: JsonObject) -> bool:
        with self.database.lock:
            known = self.read(walk.name)
            if known is None or known.number != walk.number or not known.ranges:
                return False
            self._forget_ranges(walk.name)
            ended = WalkReport(walk.number, self.database.commit_timestamp(), report)
            self.database.walk_reports[walk.name] = ended
            return True

    def forget(self, names: Collection[str]) -> None:
        with self.database.lock:
            for name in names:
                self._forget_ranges(name)
                self.database.walks.pop(name, None)
                self.database.walk_reports.pop(name, None)

    def _held(self, name: str) -> list[HeldRange]:
        rows = self.database.walk_ranges.items()
        return [held for place, held in sorted(rows, key=lambda row: row[0]) if place[0] == name]

    def _forget_ranges(self, name: str) -> None:
        for place in [place for place in self.database.walk_ranges if place[0] == name]:
            del self.database.walk_ranges[place]
