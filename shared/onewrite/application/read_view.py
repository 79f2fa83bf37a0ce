"""Read a view: by key, in pages, by words, by rank; as new as the reader asks for."""

from collections.abc import Sequence
from dataclasses import dataclass

from onewrite.application.advance import Advance
from onewrite.application.known_generations import KnownGenerations
from onewrite.application.ports.views import Found, Scored, Views
from onewrite.domain.model import Domain
from onewrite.domain.queries import PageQuery, RankingQuery, RowQuery, SearchQuery
from onewrite.domain.streams import StreamId
from onewrite.domain.views import Key, Row
from onewrite.errors import EventNotApplied, RowNotFound, VersionNotFound, ViewParked


@dataclass(frozen=True)
class ReadView:
    """Answers from the active generation. Every method raises Unavailable."""

    domain: Domain
    views: Views
    generations: KnownGenerations
    advance: Advance

    def row(self, query: RowQuery, key: str, *, min_version: int = 0) -> tuple[Row, int]:
        """Return the row, and the version of its stream that the view reflects: at least `min_version`.

        Raises RowNotFound, VersionNotFound, ViewParked, EventNotApplied.
        """
        stream = StreamId(self.domain.category, key)
        generation = self._active(query.projection)
        found = self.views.find(query.projection, generation, query.table, stream)
        if found.checkpoint.version < min_version:
            found = self._catch_up(query, generation, stream, min_version)
        if found.row is None:
            raise RowNotFound(query.table.name, key)
        return found.row, found.checkpoint.version

    def page(self, query: PageQuery, *, after: Key | None, limit: int) -> Sequence[Row]:
        return self.views.page(self._active(query.projection), query.table, after=after, limit=limit)

    def search(self, query: SearchQuery, words: str, *, limit: int) -> Sequence[Scored]:
        return self.views.search(self._active(query.projection), query.table, words, limit=limit)

    def rank(self, query: RankingQuery, *, limit: int) -> Sequence[tuple[str, int]]:
        return self.views.rank(self._active(query.projection), query.table, limit=limit)

    def _active(self, projection: str) -> int:
        return self.generations(projection).active

    def _catch_up(self, query: RowQuery, generation: int, stream: StreamId, min_version: int) -> Found:
        """Advance the stream on the spot: the reader need not wait for the bus."""
        projection = self.domain.projection(query.projection)
        checkpoint = self.advance(projection, generation, [stream]).checkpoints[stream]
        if checkpoint.version < min_version:
            if checkpoint.is_parked:
                raise ViewParked(projection.name, str(stream), checkpoint.version)
            if failure := checkpoint.failure:
                raise EventNotApplied(projection.name, str(stream), failure.version, failure.error_class)
            raise VersionNotFound(str(stream), min_version, checkpoint.version)
        return self.views.find(query.projection, generation, query.table, stream)
