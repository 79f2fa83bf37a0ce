"""The ranges of a rebuild on Spanner, cut where Spanner itself splits the table of streams."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import sample
from typing import Any

from google.cloud.spanner_v1 import COMMIT_TIMESTAMP, KeyRange, KeySet
from google.cloud.spanner_v1.param_types import INT64, STRING

from onewrite.adapters.spanner.connection import Connection, Transaction
from onewrite.adapters.spanner.mutations import Mutations
from onewrite.application.ports.rebuild_ranges import RangeLease, RebuildRange, evenly
from onewrite.errors import LeaseLost, Unavailable

#: For each range that is wanted. Each partition costs a round trip; more would not make the ranges more even.
PARTITIONS_SAMPLED = 4
RANGE = ("range_number", "after_stream", "upto_stream", "position", "is_done", "streams", "events")
KEY = ("projection", "generation")
WRITTEN = (*KEY, *RANGE, "fencing_token", "updated_at")
HELD = (*KEY, *RANGE, "lease_expires_at", "updated_at")
SAMPLE = "SELECT stream_id FROM streams TABLESAMPLE RESERVOIR (1000 ROWS)"
FREE = """
    SELECT range_number, after_stream, upto_stream, position, is_done, streams, events, fencing_token,
      CURRENT_TIMESTAMP()
    FROM rebuild_ranges
    WHERE projection = @projection AND generation = @generation AND NOT is_done
      AND (lease_expires_at IS NULL OR lease_expires_at <= CURRENT_TIMESTAMP())
    ORDER BY range_number LIMIT 1
"""


@dataclass(frozen=True)
class SpannerRebuildRanges:
    """RebuildRanges on Spanner. Leases are compared with Spanner's clock only."""

    connection: Connection

    def cut(self, wanted: int) -> Sequence[str]:
        firsts = self._firsts_of_partitions(wanted * PARTITIONS_SAMPLED)
        if len(firsts) > wanted:
            return evenly(firsts, wanted)
        try:
            # Spanner has few splits: cut by a sample of the streams, which holds all of them if they are few.
            return evenly(sorted(stream for [stream] in self.connection.query(SAMPLE)), wanted)
        except Unavailable:
            # There are too many streams to sample them in time. With fewer ranges the rebuild is slower, not wrong.
            return firsts[1:]

    def create(self, projection: str, generation: int, ranges: Sequence[RebuildRange]) -> None:
        def insert(transaction: Transaction) -> None:
            place = KeySet(ranges=[_all_of(projection, generation)])
            if not list(transaction.read("rebuild_ranges", ("range_number",), place)):
                values = [[projection, generation, *_values(one), 0, COMMIT_TIMESTAMP] for one in ranges]
                Mutations(transaction).insert("rebuild_ranges", WRITTEN, values)

        self.connection.transact(insert)

    def read(self, projection: str, generation: int) -> Sequence[RebuildRange]:
        found = self.connection.read("rebuild_ranges", RANGE, KeySet(ranges=[_all_of(projection, generation)]))
        return [RebuildRange(*row) for row in found]

    def acquire(self, projection: str, generation: int, holder: str, duration: timedelta) -> RangeLease | None:
        params = {"projection": projection, "generation": generation}

        def take(transaction: Transaction) -> RangeLease | None:
            free = list(transaction.execute_sql(FREE, params, {"projection": STRING, "generation": INT64}))
            if not free:
                return None
            [[*progress, token, now]] = free
            lease = RangeLease(projection, generation, RebuildRange(*progress), token + 1)
            columns = (*KEY, "range_number", "holder", "fencing_token", "lease_expires_at", "updated_at")
            place = [projection, generation, lease.range.number]
            values = [*place, holder, lease.fencing_token, now + duration, COMMIT_TIMESTAMP]
            Mutations(transaction).update("rebuild_ranges", columns, [values])
            return lease

        return self.connection.transact(take)  # type: ignore[no-any-return]

    def save(self, lease: RangeLease, progress: RebuildRange, duration: timedelta) -> None:
        place = [lease.projection, lease.generation, progress.number]

        def check_and_save(transaction: Transaction) -> None:
            held = list(transaction.read("rebuild_ranges", ("fencing_token",), KeySet(keys=[place])))
            if held != [[lease.fencing_token]]:
                raise LeaseLost(f"Range {progress.number} of {lease.projection} went to another instance")
            values = [*place[:2], *_values(progress), _now(transaction) + duration, COMMIT_TIMESTAMP]
            Mutations(transaction).update("rebuild_ranges", HELD, [values])

        self.connection.transact(check_and_save)

    def delete(self, projection: str, generation: int | None = None) -> None:
        with self.connection.commit() as mutations:
            mutations.delete_under("rebuild_ranges", [[projection] if generation is None else [projection, generation]])

    def _firsts_of_partitions(self, most: int) -> list[str]:
        """Return the first stream of each partition, in order; of a random sample if there are more than `most`."""
        with self.connection.faults_as_ours():
            snapshot = self.connection.database.batch_snapshot()
            try:
                parts = list(snapshot.generate_read_batches("streams", ("stream_id",), KeySet(all_=True)))
                sampled = sample(parts, most) if len(parts) > most else parts
                firsts = (next(iter(snapshot.process_read_batch(part)), None) for part in sampled)
                return sorted(first[0] for first in firsts if first)
            finally:
                snapshot.close()


def _all_of(projection: str, generation: int) -> KeyRange:
    return KeyRange(start_closed=[projection, generation], end_closed=[projection, generation])


def _values(one: RebuildRange) -> list[Any]:
    return [one.number, one.after, one.upto, one.position, one.is_done, one.streams, one.events]


def _now(transaction: Transaction) -> datetime:
    [[now]] = transaction.execute_sql("SELECT CURRENT_TIMESTAMP()")
    return now  # type: ignore[no-any-return]
