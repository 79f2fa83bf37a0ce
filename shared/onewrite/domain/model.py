"""A domain in one value: everything that a team declares."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from onewrite.domain.aggregate import Aggregate
from onewrite.domain.mistakes import DomainDoesNotFit, mistakes_in
from onewrite.domain.projection import Projection
from onewrite.domain.queries import Query
from onewrite.domain.reading import Source
from onewrite.domain.streams import StreamId
from onewrite.domain.views import Table
from onewrite.errors import StreamWithoutCategory, UnknownProjection


@dataclass(frozen=True)
class Domain:
    """The aggregates, the projections of their events, and the queries of what those keep.

    Raises DomainDoesNotFit with all that doesn't fit together, each with its place and what to do.
    """

    aggregates: Sequence[Aggregate]
    projections: Sequence[Projection]
    queries: Sequence[Query] = ()

    def __post_init__(self) -> None:
        bound = tuple(projection.in_domain(self.aggregates) for projection in self.projections)
        object.__setattr__(self, "projections", bound)
        if wrong := list(mistakes_in(self.aggregates, bound, self.queries)):
            raise DomainDoesNotFit(wrong)

    @cached_property
    def _by_category(self) -> dict[str, Aggregate]:
        return {aggregate.category: aggregate for aggregate in self.aggregates}

    @cached_property
    def _by_name(self) -> dict[str, Projection]:
        return {projection.name: projection for projection in self.projections}

    @cached_property
    def _by_table(self) -> dict[str, Projection]:
        return {table.name: projection for projection in self.projections for table in projection.all_tables}

    def aggregate(self, stream: StreamId) -> Aggregate:
        """Return the aggregate of the stream, which must be of one of the categories."""
        return self._by_category[stream.category]

    def projection(self, name: str) -> Projection:
        """Return the projection of that name. Raises UnknownProjection."""
        try:
            return self._by_name[name]
        except KeyError:
            raise UnknownProjection(name, ", ".join(self._by_name)) from None

    def aggregate_of(self, source: Source) -> Aggregate | None:
        """Return the aggregate to whose streams the rows of this table belong; those of totals belong to none."""
        if not isinstance(source, Table):
            return None
        return self._by_category[self.projection_of(source).category_of(source)]

    def projection_of(self, source: Source) -> Projection:
        """Return the projection that keeps this table, or these totals."""
        return self._by_table[source.name]

    def stream(self, text: str, *, read_by: str | None = None) -> StreamId:
        """Parse a stream id. Where there is one category it may be left out, as in `7` for `account-7`.

        It can only be of those that the projection `read_by` reads, if one is named. Raises InvalidStreamId,
        StreamWithoutCategory and UnknownProjection.
        """
        named, dash, key = text.partition("-")
        if dash and named in self._by_category:
            return self._by_category[named].stream(key)
        category, *others = sorted(self.projection(read_by).categories) if read_by else self._by_category
        if others:
            raise StreamWithoutCategory(text, ", ".join(f"{one}-{text}" for one in (category, *others)))
        return self._by_category[category].stream(text)
