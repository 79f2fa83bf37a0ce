"""Reading views for queries, in memory."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from onewrite.adapters.memory.database import MemoryDatabase
from onewrite.adapters.memory.queries.full_text import score
from onewrite.adapters.memory.queries.ordering import in_order, is_behind
from onewrite.adapters.memory.queries.total_rows import groups_of
from onewrite.application.ports.generations import Generations
from onewrite.application.ports.reader import ANYWHERE, FRESH, Between, ViewReader
from onewrite.application.ports.views import Checkpoint
from onewrite.domain.reading import Found, Source, key_of
from onewrite.domain.streams import StreamId
from onewrite.domain.views import Index, Key, Row, Table


@dataclass(frozen=True)
class MemoryReaders:
    """Readers over a MemoryDatabase; what was there some time ago is not kept, so nothing read here is stale."""

    database: MemoryDatabase

    @contextmanager
    def open(self, *, staleness: timedelta = FRESH, once: bool = False) -> Iterator[ViewReader]:
        with self.database.lock:
            yield MemoryReader(self.database)


@dataclass(frozen=True)
class MemoryReader:
    """ViewReader over a MemoryDatabase, whose lock the caller holds meanwhile."""

    database: MemoryDatabase

    def active(self, projection: str) -> int:
        return self.database.projections.get(projection, Generations()).active

    def checkpoint(self, projection: str, generation: int, stream: StreamId) -> Checkpoint:
        return self.database.checkpoints.get((projection, generation, stream), Checkpoint(stream))

    def get_all(self, generation: int, source: Source, keys: Collection[Key]) -> Mapping[Key, Row]:
        rows = self._rows(generation, source)
        return {key: rows[key] for key in keys if key in rows}

    def page(
        self, generation: int, source: Source, prefix: Key = (), *, after: Key | None = None, limit: int
    ) -> Sequence[Row]:
        rows = self._rows(generation, source)
        keys = (key for key in rows if key[: len(prefix)] == prefix and (after is None or key > after))
        return [rows[key] for key in sorted(keys)[:limit]]

    def by_index(  # noqa: PLR0913 - what and where
        self,
        generation: int,
        source: Source,
        index: Index,
        equal: Key = (),
        *,
        between: Between = ANYWHERE,
        after: Key | None = None,
        limit: int,
    ) -> Sequence[Row]:
        columns, order = index.columns, index.whole_order(key_of(source))[len(equal) :]
        found = [
            row
            for row in self._rows(generation, source).values()
            if None not in (values := tuple(row[column] for column in columns))
            and values[: len(equal)] == equal
            and (between.start is None or values[len(equal)] >= between.start)
            and (between.before is None or values[len(equal)] < between.before)
            and (after is None or is_behind(row, order, after))
        ]
        return in_order(found, order)[:limit]

    def search(self, generation: int, table: Table, words: str, *, limit: int) -> Sequence[Found]:
        found: dict[str, Found] = {}
        texts = sorted((key[0], row[table.require_text()]) for key, row in self._rows(generation, table).items())
        for key, text in texts:
            points = score(text, words)
            if points:
                known = found.get(key, Found(key, (), 0))
                found[key] = Found(key, (*known.texts, text), known.score + points)
        return sorted(found.values(), key=lambda result: (-result.score, result.key))[:limit]

    def _rows(self, generation: int, source: Source) -> Mapping[Key, Row]:
        if isinstance(source, Table):
            return self.database.rows.get((source.name, generation), {})
        stored, counted = (self._rows(generation, table).values() for table in (source.table, source.of))
        return groups_of(source, stored, counted)
