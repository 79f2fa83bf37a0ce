"""One read-write transaction over a view and its checkpoints, on Spanner."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, Final

from google.cloud.spanner_v1 import COMMIT_TIMESTAMP, JsonObject, KeyRange, KeySet

from onewrite.adapters.spanner import audit_log, rows
from onewrite.adapters.spanner.client.mutations import Mutations
from onewrite.adapters.spanner.client.tagged import Tagged
from onewrite.adapters.spanner.views.locked_rows import lock_rows
from onewrite.adapters.spanner.views.shared_reads import SharedReads
from onewrite.application.ports.audit_log import Operation
from onewrite.application.ports.views import Checkpoint, Delete, FirstEvents, Put
from onewrite.domain.events import Json
from onewrite.domain.streams import StreamId
from onewrite.domain.views import Key, Row, Table
from onewrite.errors import RowsRefused

CHECKPOINT = ("projection", "generation", *rows.CHECKPOINT, "updated_at")
#: So many columns of a checkpoint change where it moves on: stream, version, state. The others are those of a failure.
MOVED: Final = 3


@dataclass(frozen=True)
class SpannerViewTransaction:
    """ViewTransaction on Spanner: the part of a transaction that belongs to one target."""

    shared: SharedReads
    projection: str
    generation: int

    @property
    def transaction(self) -> Tagged:
        return self.shared.transaction

    def read_checkpoints(self, streams: Collection[StreamId]) -> Mapping[StreamId, Checkpoint]:
        target = self.projection, self.generation
        return self.shared.read_checkpoints({target: streams})[target]

    def read_events(self, after: Mapping[StreamId, int], *, limit: int, size: int) -> FirstEvents:
        return self.shared.read_events(after, limit=limit, size=size)

    def audit(self, operation: Operation) -> None:
        audit_log.write(Mutations.of(self.transaction), operation, self.shared.connection.new_id())

    def read_row(self, table: Table, key: Key) -> Row | None:
        keys = KeySet(keys=[[self.generation, *key]])
        found = list(self.transaction.read(table.name, table.columns, keys))
        return dict(zip(table.columns, found[0], strict=True)) if found else None

    def read_under(self, table: Table, keys: Collection[Key]) -> Mapping[Key, Row]:
        whole = [[self.generation, *key] for key in keys if len(key) == len(table.key)]
        begun = [[self.generation, *key] for key in keys if len(key) < len(table.key)]
        wanted = KeySet(keys=whole, ranges=[KeyRange(start_closed=key, end_closed=key) for key in begun])
        found = self.transaction.read(table.name, table.columns, wanted)
        under = (dict(zip(table.columns, row, strict=True)) for row in found)
        return {table.key_of(row): row for row in under}

    def lock_rows(self, table: Table, keys: Collection[Key]) -> Mapping[Key, Row]:
        return lock_rows(self.transaction, self.generation, table, keys)

    def now(self) -> datetime:
        return self.shared.now()

    def write(self, changes: Sequence[Put | Delete], checkpoints: Sequence[Checkpoint]) -> None:
        mutations = Mutations.of(self.transaction)
        for (table, columns), group in groupby(changes, key=_kind):
            try:
                values = [[self.generation, *_values(change)] for change in group]
                if columns:
                    mutations.upsert(table, ("generation", *columns), values)
                else:
                    mutations.delete_under(table, values)
            except (TypeError, ValueError) as refusal:
                raise RowsRefused(type(refusal).__name__) from refusal
        self._write_checkpoints(mutations, checkpoints)

    def _write_checkpoints(self, mutations: Mutations, checkpoints: Sequence[Checkpoint]) -> None:
        target = self.projection, self.generation
        written: dict[bool, list[list[Any]]] = {True: [], False: []}
        for checkpoint in checkpoints:
            moves_on, row = self.shared.moves_on(target, checkpoint), rows.row_of_checkpoint(checkpoint)
            written[moves_on].append([*target, *(row[:MOVED] if moves_on else row), COMMIT_TIMESTAMP])
        mutations.upsert("checkpoints", (*CHECKPOINT[: 2 + MOVED], "updated_at"), written[True])
        mutations.upsert("checkpoints", CHECKPOINT, written[False])


def _kind(change: Put | Delete) -> tuple[str, tuple[str, ...]]:
    """Return table and columns; consecutive changes with the same ones go into one mutation."""
    return change.table.name, tuple(change.row) if isinstance(change, Put) else ()


def _values(change: Put | Delete) -> Iterable[Json]:
    return map(_storable, change.row.values()) if isinstance(change, Put) else change.key


def _storable(value: Json) -> Json:
    """Wrap objects for a column of JSON, or of arrays of it."""
    if isinstance(value, list):
        return [_storable(element) for element in value]
    return JsonObject(value) if isinstance(value, dict) else value
