"""What doesn't fit together in a domain, told when it is put together: where it is, and what to do."""

from collections.abc import Iterator, Sequence

from onewrite.domain.aggregate import Aggregate
from onewrite.domain.names import names_that_do_not_fit, place_of, place_of_query
from onewrite.domain.projection import Projection
from onewrite.domain.queries import Query, sources_of
from onewrite.domain.reading import Source
from onewrite.domain.streams import MOST_IN_KEY
from onewrite.domain.views import Table, Totals


class DomainDoesNotFit(TypeError):
    def __init__(self, mistakes: Sequence[str]) -> None:
        super().__init__("the domain doesn't fit together:\n" + "\n".join(f"- {mistake}" for mistake in mistakes))
        self.mistakes = mistakes


def mistakes_in(
    aggregates: Sequence[Aggregate], projections: Sequence[Projection], queries: Sequence[Query]
) -> Iterator[str]:
    """Yield one line for each mistake."""
    if not aggregates:
        yield "the domain has no aggregate: declare one"
    if unfinished := [type(one) for one in projections if not (hasattr(one, "name") and hasattr(one, "tables"))]:
        yield from (f"{place_of(kind)} has no name or no tables: declare both in the class" for kind in unfinished)
        return
    yield from names_that_do_not_fit(aggregates, projections, queries)
    declared = {event for aggregate in aggregates for event in aggregate.event_types}
    for projection in projections:
        yield from _events(projection, declared)
        for table in projection.tables:
            yield from _table(projection, table)
        yield from _totals(projection)
    yield from _sources(projections, queries)


def _events(projection: Projection, declared: set[type]) -> Iterator[str]:
    where = place_of(type(projection))
    if not projection.event_classes:
        yield f"{where} applies no event: give it a method with @when(…)"
    for event in projection.event_classes:
        if event not in declared:
            yield f"{where} applies {event.__name__}, which no aggregate declares: add it to the EventTypes of one"


def _table(projection: Projection, table: Table) -> Iterator[str]:
    """Yield why its rows can't be those of streams."""
    reads, where, leading = sorted(projection.categories), place_of(type(projection)), table.key[0]
    known = table.types[leading]
    if known.name != "STRING" or (known.length or MOST_IN_KEY) < MOST_IN_KEY:
        yield (
            f"table {table.name}: {leading} is {known}, but holds the keys of streams: make it a str of "
            f"{MOST_IN_KEY} characters or without a limit"
        )
    if table.category is None and len(reads) > 1:
        yield (
            f"table {table.name}: name the category to whose streams its rows belong, as in category={reads[0]!r}: "
            f"{where} reads {', '.join(reads)}"
        )
    if table.category is not None and table.category not in reads:
        yield (
            f"table {table.name}: its rows belong to {table.category}, but {where} reads {', '.join(reads) or 'none'}: "
            f"mend its category"
        )


def _totals(projection: Projection) -> Iterator[str]:
    for totals in projection.totals:
        if totals.of not in projection.tables:
            yield (
                f"totals {totals.name}: {place_of(type(projection))} keeps no table {totals.of.name} as they count it: "
                f"add that to its tables"
            )


def _sources(projections: Sequence[Projection], queries: Sequence[Query]) -> Iterator[str]:
    """Yield the queries of what no projection keeps."""
    kept = list(_kept(projections))
    names = {source.name for source in kept}
    for query in queries:
        for source in (source for source in sources_of(query) if source not in kept):
            what = f"{'totals' if isinstance(source, Totals) else 'table'} {source.name}"
            if source.name in names:
                yield f"{place_of_query(query)} reads another {what} than the one that is kept: use that in both places"
            else:
                yield f"{place_of_query(query)} reads the {what}, which no projection keeps: add it to one"


def _kept(projections: Sequence[Projection]) -> Iterator[Source]:
    for projection in projections:
        yield from projection.tables
        yield from projection.totals
