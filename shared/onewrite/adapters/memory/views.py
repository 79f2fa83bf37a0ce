"""Views and checkpoints in memory."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import TypeVar

from onewrite.adapters.memory.database import MemoryDatabase
from onewrite.adapters.memory.full_text import score
from onewrite.application.ports.views import Checkpoint, Delete, Found, Put, Scored, ViewTransaction
from onewrite.domain.events import RecordedEvent
from onewrite.domain.streams import StreamId
from onewrite.domain.views import Key, Row, Table

T = TypeVar("T")


@dataclass
class MemoryViewTransaction:
    """ViewTransaction; the database's lock is held as long as it lives."""

    database: MemoryDatabase
    projection: str
    generation: int
    changes: list[Put | Delete] = field(default_factory=list)
    checkpoints: list[Checkpoint] = field(default_factory=list)

    def read_checkpoints(self, streams: Collection[StreamId]) -> Mapping[StreamId, Checkpoint]:
        known = self.database.checkpoints
        return {stream: known.get((self.projection, self.generation, stream), Checkpoint(stream)) for stream in streams}

    def read_events(self, after: Mapping[StreamId, int], *, limit: int) -> Sequence[RecordedEvent]:
        in_order = sorted(after, key=str)
        tails = (self.database.events.get(stream, [])[after[stream] :] for stream in in_order)
        return list(islice((event for tail in tails for event in tail), limit))

    def read_row(self, table: Table, key: Key) -> Row | None:
        return self.database.rows.get((table.name, self.generation), {}).get(key)

    def now(self) -> datetime:
        return self.database.commit_timestamp()

    def write(self, changes: Sequence[Put | Delete], checkpoints: Sequence[Checkpoint]) -> None:
        self.changes.extend(changes)
        self.checkpoints.extend(checkpoints)

    def commit(self) -> None:
        for change in self.changes:
            rows = self.database.rows.setdefault((change.table.name, self.generation), {})
            if isinstance(change, Delete):
                for key in [key for key in rows if key[: len(change.key)] == change.key]:
                    del rows[key]
            else:
                key = change.table.key_of(change.row)
                rows[key] = {**dict.fromkeys(change.table.columns), **rows.get(key, {}), **change.row}
        for checkpoint in self.checkpoints:
            self.database.checkpoints[self.projection, self.generation, checkpoint.stream] = checkpoint


@dataclass(frozen=True)
class MemoryViews:
    """Views over a MemoryDatabase."""

    database: MemoryDatabase

    def transact(self, projection: str, generation: int, work: Callable[[ViewTransaction], T]) -> T:
        with self.database.lock:
            transaction = MemoryViewTransaction(self.database, projection, generation)
            result = work(transaction)
            transaction.commit()
            return result

    def read_checkpoints(
        self, projection: str, generations: Collection[int], stream: StreamId
    ) -> Mapping[int, Checkpoint]:
        with self.database.lock:
            known = self.database.checkpoints
            return {number: known.get((projection, number, stream), Checkpoint(stream)) for number in generations}

    def find(self, projection: str, generation: int, table: Table, stream: StreamId) -> Found:
        with self.database.lock:
            checkpoint = self.database.checkpoints.get((projection, generation, stream), Checkpoint(stream))
            return Found(self._rows(generation, table).get((stream.key,)), checkpoint)

    def page(self, generation: int, table: Table, *, after: Key | None, limit: int) -> Sequence[Row]:
        with self.database.lock:
            rows = self._rows(generation, table)
            keys = sorted(key for key in rows if after is None or key > after)[:limit]
            return [rows[key] for key in keys]

    def search(self, generation: int, table: Table, words: str, *, limit: int) -> Sequence[Scored]:
        found: dict[str, Scored] = {}
        for key, text in self._texts(generation, table):
            points = score(text, words)
            if points:
                known = found.get(key, Scored(key, (), 0))
                found[key] = Scored(key, (*known.texts, text), known.score + points)
        return sorted(found.values(), key=lambda result: (-result.score, result.key))[:limit]

    def rank(self, generation: int, table: Table, *, limit: int) -> Sequence[tuple[str, int]]:
        counted = Counter(text for _, text in self._texts(generation, table))
        return sorted(counted.items(), key=lambda ranked: (-ranked[1], ranked[0]))[:limit]

    def _rows(self, generation: int, table: Table) -> Mapping[Key, Row]:
        return self.database.rows.get((table.name, generation), {})

    def _texts(self, generation: int, table: Table) -> list[tuple[str, str]]:
        if table.text is None:
            raise TypeError(f"{table.name} has no text column to search")
        with self.database.lock:
            return sorted((key[0], row[table.text]) for key, row in self._rows(generation, table).items())
