"""Reading views for queries, on Spanner."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from google.cloud.spanner_v1 import KeyRange, KeySet

from onewrite.adapters.spanner.client.on_spanner import OnSpanner
from onewrite.adapters.spanner.client.tagged import Tagged
from onewrite.adapters.spanner.queries.index_query import list_rows
from onewrite.adapters.spanner.queries.search_query import search
from onewrite.adapters.spanner.queries.statements import Values
from onewrite.adapters.spanner.queries.totals_query import groups_in_order, groups_with_keys
from onewrite.adapters.spanner.views.view_reads import read_checkpoints
from onewrite.application.ports.generations import Generations
from onewrite.application.ports.reader import ANYWHERE, FRESH, Between, ViewReader
from onewrite.application.ports.views import Checkpoint
from onewrite.domain.reading import Found, Source, key_of
from onewrite.domain.streams import StreamId
from onewrite.domain.views import Index, Key, Row, Table


@dataclass(frozen=True)
class SpannerReaders(OnSpanner):
    """Readers on Spanner, without locks. A snapshot for several reads begins with the first of them."""

    @contextmanager
    def open(self, *, staleness: timedelta = FRESH, once: bool = False) -> Iterator[ViewReader]:
        bound = {"exact_staleness": staleness} if staleness else {}
        with self.connection.snapshot(multi_use=not once, **bound) as snapshot:
            yield SpannerReader(snapshot)


@dataclass(frozen=True)
class SpannerReader:
    """ViewReader over a snapshot."""

    snapshot: Tagged

    def active(self, projection: str) -> int:
        found = list(
            self.snapshot.of("generation").read("projections", ("active_generation",), KeySet(keys=[[projection]]))
        )
        return found[0][0] if found else Generations().active

    def checkpoint(self, projection: str, generation: int, stream: StreamId) -> Checkpoint:
        target, read = (projection, generation), self.snapshot.of(f"checkpoint.{projection}").read
        return read_checkpoints(read, {target: [stream]})[target][stream]

    def get_all(self, generation: int, source: Source, keys: Collection[Key]) -> Mapping[Key, Row]:
        if isinstance(source, Table):
            rows = self._read("row", source, KeySet(keys=[[generation, *key] for key in keys]))
        else:
            values = Values(generation, len(keys))
            rows = self._run("row", source, groups_with_keys(source, {*keys}, values), values)
        return {tuple(row[column] for column in key_of(source)): row for row in rows}

    def page(
        self, generation: int, source: Source, prefix: Key = (), *, after: Key | None = None, limit: int
    ) -> Sequence[Row]:
        if not isinstance(source, Table):
            values = Values(generation, limit)
            return self._run("page", source, groups_in_order(source, prefix, after, values), values)
        end = [generation, *prefix]
        start = {"start_closed": end} if after is None else {"start_open": [generation, *after]}
        return self._read("page", source, KeySet(ranges=[KeyRange(**start, end_closed=end)]), limit)

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
        values = Values(generation, limit)
        sql = list_rows(source, index, equal, between=between, after=after, values=values)
        return self._run("list", source, sql, values)

    def search(self, generation: int, table: Table, words: str, *, limit: int) -> Sequence[Found]:
        return search(self.snapshot.of(f"search.{table.name}"), generation, table, words, limit)

    def _read(self, what: str, table: Table, keys: KeySet, limit: int = 0) -> Sequence[Row]:
        found = self.snapshot.of(f"{what}.{table.name}").read(table.name, table.columns, keys, limit=limit)
        return [dict(zip(table.columns, row, strict=True)) for row in found]

    def _run(self, what: str, source: Source, sql: str, values: Values) -> Sequence[Row]:
        tagged = self.snapshot.of(f"{what}.{source.name}")
        found = tagged.execute_sql(sql, params=values.params, param_types=values.types)
        return [dict(zip(source.row.model_fields, row, strict=True)) for row in found]
