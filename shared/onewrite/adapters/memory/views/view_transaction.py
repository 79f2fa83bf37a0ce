"""One transaction or snapshot of a view, in memory."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import chain
from operator import attrgetter

from onewrite.adapters.memory.database import MemoryDatabase
from onewrite.application.batches import first_batch
from onewrite.application.ports.audit_log import Operation
from onewrite.application.ports.views import Checkpoint, Delete, FirstEvents, Put
from onewrite.domain.streams import StreamId
from onewrite.domain.views import Key, Row, Table


@dataclass
class MemoryViewTransaction:
    """ViewTransaction and ViewSnapshot over a MemoryDatabase, whose lock the caller holds meanwhile."""

    database: MemoryDatabase
    projection: str
    generation: int
    changes: list[Put | Delete] = field(default_factory=list)
    checkpoints: list[Checkpoint] = field(default_factory=list)
    operations: list[Operation] = field(default_factory=list)

    def read_checkpoints(self, streams: Collection[StreamId]) -> Mapping[StreamId, Checkpoint]:
        known = self.database.checkpoints
        return {stream: known.get((self.projection, self.generation, stream), Checkpoint(stream)) for stream in streams}

    def checkpoints_between(self, after: str, upto: str, *, limit: int) -> Sequence[Checkpoint]:
        known = (
            (str(stream), found)
            for (projection, generation, stream), found in self.database.checkpoints.items()
            if (projection, generation) == (self.projection, self.generation)
        )
        in_order = sorted(((place, found) for place, found in known if after < place <= upto), key=lambda row: row[0])
        return [found for _, found in in_order[:limit]]

    def read_events(self, after: Mapping[StreamId, int], *, limit: int, size: int) -> FirstEvents:
        return read_events(self.database, after, limit=limit, size=size)

    def read_rows(self, table: Table, *, after: str, upto: str | None) -> Iterator[Row]:
        rows = self.database.rows.get((table.name, self.generation), {})
        return iter([rows[key] for key in sorted(rows) if key[0] > after and (upto is None or key[0] <= upto)])

    def read_row(self, table: Table, key: Key) -> Row | None:
        return self.database.rows.get((table.name, self.generation), {}).get(key)

    def read_under(self, table: Table, keys: Collection[Key]) -> Mapping[Key, Row]:
        rows = self.database.rows.get((table.name, self.generation), {})
        wanted, whole = frozenset(keys), len(table.key)
        if lengths := {len(key) for key in wanted} - {whole}:
            return {key: rows[key] for key in rows if any(key[:length] in wanted for length in (*lengths, whole))}
        return {key: rows[key] for key in wanted if key in rows}

    lock_rows = read_under

    def now(self) -> datetime:
        return self.database.commit_timestamp()

    def write(self, changes: Sequence[Put | Delete], checkpoints: Sequence[Checkpoint]) -> None:
        self.changes.extend(changes)
        self.checkpoints.extend(checkpoints)

    def audit(self, operation: Operation) -> None:
        self.operations.append(operation)

    def commit(self) -> None:
        for change in self.changes:
            change.make(self.database.rows.setdefault((change.table.name, self.generation), {}))
        now = self.database.commit_timestamp()
        for checkpoint in self.checkpoints:
            place = (self.projection, self.generation, checkpoint.stream)
            self.database.checkpoints[place] = replace(checkpoint, updated_at=now)
        for operation in self.operations:
            self.database.audit(operation)


def read_events(database: MemoryDatabase, after: Mapping[StreamId, int], *, limit: int, size: int) -> FirstEvents:
    in_order = sorted(after, key=str)
    tails = (database.events.get(stream, [])[after[stream] :] for stream in in_order)
    return FirstEvents(after, *first_batch(chain.from_iterable(tails), attrgetter("size"), rows=limit, size=size))
