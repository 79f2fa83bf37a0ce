"""The outbox and its shard leases on Spanner."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from google.cloud.spanner_v1 import KeyRange, KeySet
from google.cloud.spanner_v1.param_types import INT64, Array

from onewrite.adapters.spanner import rows
from onewrite.adapters.spanner.client.connection import Transaction
from onewrite.adapters.spanner.client.mutations import Mutations
from onewrite.adapters.spanner.client.on_spanner import OnSpanner
from onewrite.application.ports.outbox import MAX_COUNTED_ROWS, SHARDS, Lease, Pointer, ShardMarks, ShardStatus
from onewrite.errors import LeaseLost

MARKS = """
    SELECT CURRENT_TIMESTAMP(), ARRAY(SELECT AS STRUCT shard, watermark FROM relay_shards WHERE watermark IS NOT NULL)
"""
LEASES = """
    @{LOCK_SCANNED_RANGES=exclusive}
    SELECT wanted, holder, IFNULL(fencing_token, 0), lease_expires_at, CURRENT_TIMESTAMP()
    FROM UNNEST(@shards) AS wanted LEFT JOIN relay_shards ON shard = wanted
    ORDER BY wanted
"""
# Reads one row of each shard, the first from its watermark on, so that the number of rows doesn't matter.
OLDEST = """
    SELECT MIN(first) FROM (
      SELECT (
        SELECT committed_at FROM outbox
        WHERE outbox.shard = number AND committed_at >= IFNULL(watermark, TIMESTAMP '0001-01-01 00:00:00Z')
        ORDER BY committed_at LIMIT 1
      ) AS first
      FROM UNNEST(GENERATE_ARRAY(0, @last)) AS number LEFT JOIN relay_shards ON relay_shards.shard = number
    )
"""
# Begins at each watermark as well: before it may lie millions of deleted rows, which Spanner keeps for days.
COUNT = """
    SELECT SUM(ARRAY_LENGTH(ARRAY(
      SELECT version FROM outbox
      WHERE outbox.shard = number AND committed_at >= IFNULL(watermark, TIMESTAMP '0001-01-01 00:00:00Z')
      LIMIT @most
    )))
    FROM UNNEST(GENERATE_ARRAY(0, @last)) AS number LEFT JOIN relay_shards ON relay_shards.shard = number
"""
# A lease that has expired is free, whoever had it.
STATUS = """
    SELECT number, watermark, IF(lease_expires_at > CURRENT_TIMESTAMP(), holder, NULL),
      IF(lease_expires_at > CURRENT_TIMESTAMP(), lease_expires_at, NULL)
    FROM UNNEST(GENERATE_ARRAY(0, @last)) AS number LEFT JOIN relay_shards ON shard = number
    ORDER BY number
"""
LEASE = ("shard", "holder", "fencing_token", "lease_expires_at")


@dataclass(frozen=True)
class SpannerOutbox(OnSpanner):
    """Outbox on Spanner. Leases are compared with Spanner's clock only."""

    def read_marks(self) -> ShardMarks:
        [[now, shards]] = self.connection.query(MARKS)
        return ShardMarks(now, dict(shards))

    def read(self, shards: Collection[int], marks: ShardMarks, *, before: datetime, limit: int) -> tuple[Pointer, ...]:
        due = [_due(shard, marks.watermarks.get(shard), before) for shard in sorted(shards)]
        found = self.connection.read("outbox", rows.POINTER, KeySet(ranges=due), limit=limit)
        return tuple(map(rows.pointer_of, found))

    def acquire(self, shards: Collection[int], holder: str, duration: timedelta) -> tuple[Lease, ...]:
        def take(transaction: Transaction) -> tuple[Lease, ...]:
            wanted = transaction.execute_sql(
                LEASES, params={"shards": sorted(shards)}, param_types={"shards": Array(INT64)}
            )
            free = [
                (shard, token + 1, now)
                for shard, current, token, until, now in wanted
                if _is_free(current, until, holder, now)
            ]
            taken = [[shard, holder, token, now + duration] for shard, token, now in free]
            Mutations.of(transaction).upsert("relay_shards", LEASE, taken)
            return tuple(Lease(shard, token) for shard, token, _ in free)

        return self.connection.transact(take)  # type: ignore[no-any-return]

    def complete(self, leases: Collection[Lease], cleared: Sequence[Pointer], marks: Mapping[int, datetime]) -> None:
        def check_and_clear(transaction: Transaction) -> None:
            held = _read_held(transaction, leases)
            lost = [lease.shard for lease in leases if held[lease.shard][0] != lease.fencing_token]
            if lost:
                raise LeaseLost(f"The leases of shards {lost} went to another instance")
            Mutations.of(transaction).delete("outbox", [rows.key_of_pointer(pointer) for pointer in cleared])
            forward = [[shard, max(mark, held[shard][1] or mark)] for shard, mark in marks.items()]
            _give_back(transaction, held)
            Mutations.of(transaction).update("relay_shards", ("shard", "watermark"), forward)

        self.connection.transact(check_and_clear)

    def release(self, leases: Collection[Lease]) -> None:
        def give_back(transaction: Transaction) -> None:
            held = _read_held(transaction, leases)
            _give_back(transaction, [lease.shard for lease in leases if held[lease.shard][0] == lease.fencing_token])

        self.connection.transact(give_back)

    def clear(self, pointers: Sequence[Pointer]) -> None:
        with self.connection.commit() as mutations:
            mutations.delete("outbox", [rows.key_of_pointer(pointer) for pointer in pointers])

    def remaining(self, pointers: Collection[Pointer]) -> tuple[Pointer, ...]:
        keys = KeySet(keys=[rows.key_of_pointer(pointer) for pointer in pointers])
        return tuple(sorted(map(rows.pointer_of, self.connection.read("outbox", rows.POINTER, keys))))

    def oldest(self) -> datetime | None:
        [[oldest]] = self.connection.query(OLDEST, {"last": SHARDS - 1}, {"last": INT64})
        return oldest  # type: ignore[no-any-return]

    def count(self) -> int:
        most = MAX_COUNTED_ROWS + 1
        limits = {"last": SHARDS - 1, "most": most}
        [[number]] = self.connection.query(COUNT, limits, dict.fromkeys(limits, INT64))
        return min(number, most)  # type: ignore[no-any-return]

    def look(self) -> tuple[ShardStatus, ...]:
        return tuple(ShardStatus(*row) for row in self.connection.query(STATUS, {"last": SHARDS - 1}, {"last": INT64}))


def _due(shard: int, watermark: datetime | None, before: datetime) -> KeyRange:
    start: list[Any] = [shard] if watermark is None else [shard, watermark]
    return KeyRange(start_closed=start, end_closed=[shard, before])


def _is_free(held_by: str | None, until: datetime | None, holder: str, now: datetime) -> bool:
    return until is None or until <= now or held_by == holder


def _give_back(transaction: Transaction, shards: Collection[int]) -> None:
    columns = ("shard", "holder", "lease_expires_at")
    Mutations.of(transaction).update("relay_shards", columns, [[shard, None, None] for shard in shards])


def _read_held(transaction: Transaction, leases: Collection[Lease]) -> dict[int, tuple[int, datetime | None]]:
    keys = KeySet(keys=[[lease.shard] for lease in leases])
    held = transaction.read_to_change("relay_shards", ("shard", "fencing_token", "watermark"), keys)
    return {shard: (token, watermark) for shard, token, watermark in held}
