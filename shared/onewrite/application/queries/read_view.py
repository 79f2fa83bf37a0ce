"""Read views: a row, a page, a list, a search, a query of one's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from pydantic import BaseModel

from onewrite.application.ports.reader import ANYWHERE, FRESH, Between, ViewReader
from onewrite.application.queries.active_views import Active, ActiveViews
from onewrite.application.queries.own_reader import OwnReader
from onewrite.domain.events import Json
from onewrite.domain.queries import ListQuery, OwnQuery, PageQuery, RowQuery, SearchQuery
from onewrite.domain.reading import Found
from onewrite.domain.views import Key, Row, Table
from onewrite.errors import AnswerOfAnotherType, NothingFound, RowNotFound


@dataclass(frozen=True)
class ReadView:
    """Answers from the active generations, as of one instant: now, or `staleness` ago.

    With a `min_version` the view reflects at least that version of the stream to which the rows belong. Every method
    raises ViewNotServed and Unavailable; with a `min_version` also what CatchUp raises.
    """

    views: ActiveViews

    def row(
        self, query: RowQuery, *key: Json, min_version: int = 0, staleness: timedelta = FRESH
    ) -> tuple[Row, int | None]:
        """Return the row, and the version of its stream that it reflects; totals have none. Raises RowNotFound."""
        source = query.source

        def read(reader: ViewReader, active: Active, version: int | None = None) -> tuple[Row, int | None]:
            found = reader.get_all(active[source.name], source, [key])
            if key not in found:
                raise RowNotFound(source.name, "/".join(map(str, key)))
            return found[key], version

        if not isinstance(source, Table):
            return self.views.read(source, work=read, staleness=staleness, once=True)
        return self.views.read_at_version(source, work=read, key=key[0], min_version=min_version, staleness=staleness)

    def page(
        self,
        query: PageQuery,
        *prefix: Json,
        after: Key | None = None,
        limit: int,
        min_version: int = 0,
        staleness: timedelta = FRESH,
    ) -> Sequence[Row]:
        """Return rows whose key starts with the prefix, in key order, those after the key."""
        source = query.source

        def read(reader: ViewReader, active: Active, _: int = 0) -> Sequence[Row]:
            return reader.page(active[source.name], source, prefix, after=after, limit=limit)

        if not min_version:
            return self.views.read(source, work=read, staleness=staleness, once=True)
        return self.views.read_at_version(source, work=read, key=prefix[0], min_version=min_version)

    def listed(
        self,
        query: ListQuery,
        *equal: Json,
        between: Between = ANYWHERE,
        after: Key | None = None,
        limit: int,
        staleness: timedelta = FRESH,
    ) -> Sequence[Row]:
        """Return rows with these values in the columns that must be equal, in the order of the index, after a place."""
        source, index = query.source, query.index

        def read(reader: ViewReader, active: Active) -> Sequence[Row]:
            place = active[source.name]
            return reader.by_index(place, source, index, equal, between=between, after=after, limit=limit)

        return self.views.read(source, work=read, staleness=staleness, once=True)

    def search(self, query: SearchQuery, words: str, *, limit: int, staleness: timedelta = FRESH) -> Sequence[Found]:
        """Return the rows whose text holds all the words, grouped by the leading key column, best score first."""
        table = query.source

        def read(reader: ViewReader, active: Active) -> Sequence[Found]:
            return reader.search(active[table.name], table, words, limit=limit)

        return self.views.read(table, work=read, staleness=staleness, once=True)

    def ask(
        self,
        query: OwnQuery,
        parameters: BaseModel,
        *,
        key: str = "",
        min_version: int = 0,
        staleness: timedelta = FRESH,
    ) -> BaseModel:
        """Return what the query's function makes of the views. `key` is that of the stream with the `min_version`.

        Raises NothingFound, and what the function raises.
        """

        def read(reader: ViewReader, active: Active, _: int = 0) -> BaseModel | None:
            return query.ask(parameters, OwnReader(query, reader, active))

        if min_version:
            answer = self.views.read_at_version(*query.reads, work=read, key=key, min_version=min_version)
        else:
            answer = self.views.read(*query.reads, work=read, staleness=staleness)
        if answer is None:
            raise NothingFound(query.path)
        if not isinstance(answer, query.answer):
            raise AnswerOfAnotherType(query.path, type(answer).__name__, query.answer.__name__)
        return answer
