"""One read-write transaction over a view and its checkpoints, on Spanner."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from google.cloud.spanner_v1 import COMMIT_TIMESTAMP, KeyRange, KeySet

from onewrite.adapters.spanner import rows
from onewrite.adapters.spanner.connection import Database, Transaction
from onewrite.adapters.spanner.mutations import Mutations
from onewrite.application.ports.views import Checkpoint, Delete, Put
from onewrite.domain.events import Json, RecordedEvent
from onewrite.domain.streams import StreamId
from onewrite.domain.views import Key, Row, Table

CHECKPOINT = ("projection", "generation", *rows.CHECKPOINT, "updated_at")


@dataclass(frozen=True)
class SpannerViewTransaction:
    """ViewTransaction. The checkpoint is read under a lock and so serialises all who advance it.

    Events never change once they are there, so they are read beside the transaction: no lock of a view ever holds up
    someone who appends.
    """

    database: Database
    transaction: Transaction
    projection: str
    generation: int

    def read_checkpoints(self, streams: Collection[StreamId]) -> Mapping[StreamId, Checkpoint]:
        keys = KeySet(keys=[[self.projection, self.generation, str(stream)] for stream in streams])
        found = map(rows.checkpoint_of, self.transaction.read("checkpoints", rows.CHECKPOINT, keys))
        known = {checkpoint.stream: checkpoint for checkpoint in found}
        return {stream: known.get(stream, Checkpoint(stream)) for stream in streams}

    def read_events(self, after: Mapping[StreamId, int], *, limit: int) -> Sequence[RecordedEvent]:
        tails = [
            KeyRange(start_open=[str(stream), version], end_closed=[str(stream)]) for stream, version in after.items()
        ]
        with self.database.snapshot() as snapshot:
            return [
                rows.event_of(row) for row in snapshot.read("events", rows.EVENT, KeySet(ranges=tails), limit=limit)
            ]

    def read_row(self, table: Table, key: Key) -> Row | None:
        keys = KeySet(keys=[[self.generation, *key]])
        found = list(self.transaction.read(table.name, table.columns, keys))
        return dict(zip(table.columns, found[0], strict=True)) if found else None

    def now(self) -> datetime:
        [[now]] = self.transaction.execute_sql("SELECT CURRENT_TIMESTAMP()")
        return now  # type: ignore[no-any-return]

    def write(self, changes: Sequence[Put | Delete], checkpoints: Sequence[Checkpoint]) -> None:
        mutations = Mutations(self.transaction)
        for (table, columns), group in groupby(changes, key=_kind):
            values = [[self.generation, *_values(change)] for change in group]
            if columns:
                mutations.upsert(table, ("generation", *columns), values)
            else:
                mutations.delete_under(table, values)
        values = [
            [self.projection, self.generation, *rows.row_of_checkpoint(checkpoint), COMMIT_TIMESTAMP]
            for checkpoint in checkpoints
        ]
        mutations.upsert("checkpoints", CHECKPOINT, values)


def _kind(change: Put | Delete) -> tuple[str, tuple[str, ...]]:
    """Changes of one kind go into one mutation."""
    return change.table.name, tuple(change.row) if isinstance(change, Put) else ()


def _values(change: Put | Delete) -> Iterable[Json]:
    return change.row.values() if isinstance(change, Put) else change.key
