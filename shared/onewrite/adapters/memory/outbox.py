"""The outbox and its shard leases in memory."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from onewrite.adapters.memory.database import MemoryDatabase, Shard
from onewrite.application.ports.outbox import MAX_COUNTED_ROWS, SHARDS, Lease, Pointer, ShardMarks, ShardStatus
from onewrite.errors import LeaseLost


@dataclass(frozen=True)
class MemoryOutbox:
    """Outbox over a MemoryDatabase."""

    database: MemoryDatabase

    def read_marks(self) -> ShardMarks:
        with self.database.lock:
            shards = self.database.relay_shards.items()
            marks = {number: shard.watermark for number, shard in shards if shard.watermark}
            return ShardMarks(self.database.commit_timestamp(), marks)

    def read(self, shards: Collection[int], marks: ShardMarks, *, before: datetime, limit: int) -> tuple[Pointer, ...]:
        with self.database.lock:
            rows = sorted(row for row in self.database.outbox if row.shard in shards and row.committed_at <= before)
        return tuple(row for row in rows if _is_due(row, marks))[:limit]

    def acquire(self, shards: Collection[int], holder: str, duration: timedelta) -> tuple[Lease, ...]:
        with self.database.lock:
            now = self.database.commit_timestamp()
            return tuple(
                self._take(number, holder, now + duration)
                for number in sorted(shards)
                if self._is_free(number, holder, now)
            )

    def complete(self, leases: Collection[Lease], cleared: Sequence[Pointer], marks: Mapping[int, datetime]) -> None:
        with self.database.lock:
            lost = [lease.shard for lease in leases if not self._holds(lease)]
            if lost:
                raise LeaseLost(f"The leases of shards {lost} went to another instance")
            self.database.outbox.difference_update(cleared)
            for number, mark in marks.items():
                shard = self.database.relay_shards[number]
                shard.watermark = max(mark, shard.watermark or mark)
            self.release(leases)

    def release(self, leases: Collection[Lease]) -> None:
        with self.database.lock:
            for lease in filter(self._holds, leases):
                shard = self.database.relay_shards[lease.shard]
                shard.holder = shard.lease_expires_at = None

    def clear(self, pointers: Sequence[Pointer]) -> None:
        with self.database.lock:
            self.database.outbox.difference_update(pointers)

    def remaining(self, pointers: Collection[Pointer]) -> tuple[Pointer, ...]:
        with self.database.lock:
            asked = set(pointers)
            return tuple(sorted(row for row in self.database.outbox if row in asked))

    def oldest(self) -> datetime | None:
        with self.database.lock:
            marks = self.read_marks()
            return min((row.committed_at for row in self.database.outbox if _is_due(row, marks)), default=None)

    def count(self) -> int:
        with self.database.lock:
            marks = self.read_marks()
            due = sum(_is_due(row, marks) for row in self.database.outbox)
            return min(due, MAX_COUNTED_ROWS + 1)

    def look(self) -> tuple[ShardStatus, ...]:
        with self.database.lock:
            now = self.database.commit_timestamp()
            return tuple(self._status(number, now) for number in range(SHARDS))

    def _status(self, number: int, now: datetime) -> ShardStatus:
        shard = self.database.relay_shards.get(number, Shard())
        if shard.lease_expires_at is None or shard.lease_expires_at <= now:
            return ShardStatus(number, shard.watermark)
        return ShardStatus(number, shard.watermark, shard.holder, shard.lease_expires_at)

    def _is_free(self, number: int, holder: str, now: datetime) -> bool:
        shard = self.database.relay_shards.get(number, Shard())
        return shard.lease_expires_at is None or shard.lease_expires_at <= now or shard.holder == holder

    def _take(self, number: int, holder: str, until: datetime) -> Lease:
        shard = self.database.relay_shards.setdefault(number, Shard())
        shard.holder, shard.lease_expires_at = holder, until
        shard.fencing_token += 1
        return Lease(number, shard.fencing_token)

    def _holds(self, lease: Lease) -> bool:
        return self.database.relay_shards[lease.shard].fencing_token == lease.fencing_token


def _is_due(row: Pointer, marks: ShardMarks) -> bool:
    return row.committed_at >= marks.watermarks.get(row.shard, row.committed_at)
