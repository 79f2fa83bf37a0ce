"""What doesn't fit together in a domain, told when it is put together: where it is, and what to do."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from onewrite.domain.aggregate import Aggregate
from onewrite.domain.projection import Projection
from onewrite.domain.queries import VARIABLE, Query, sources_of
from onewrite.domain.totals import Totals


class DomainDoesNotFit(TypeError):
    def __init__(self, mistakes: Sequence[str]) -> None:
        super().__init__("the domain doesn't fit together:\n" + "\n".join(f"- {mistake}" for mistake in mistakes))
        self.mistakes = mistakes


def mistakes_in(
    aggregates: Sequence[Aggregate], projections: Sequence[Projection], queries: Sequence[Query]
) -> Iterator[str]:
    """Yield one line for each mistake."""
    if not aggregates:
        yield "it has no aggregate: declare one"
    yield from _of_one_name(aggregates, projections, queries)
    declared = {event for aggregate in aggregates for event in aggregate.event_types}
    for projection in projections:
        for event in projection.event_classes:
            if event not in declared:
                yield f"{_place(projection)} applies {event.__name__}, which no aggregate declares: add it to one"
        if not projection.event_classes:
            yield f"{_place(projection)} applies no event: give it a method with @when(…)"
        yield from _tables(projection)
    yield from _sources(projections, queries)


def _of_one_name(
    aggregates: Sequence[Aggregate], projections: Sequence[Projection], queries: Sequence[Query]
) -> Iterator[str]:
    """Yield every name that is used twice, with both places."""
    kinds: dict[str, Iterable[tuple[str, str]]] = {
        "category": ((one.category, f"/{one.collection}") for one in aggregates),
        "collection": ((one.collection, one.category) for one in aggregates),
        "event type": ((event.event_type, _where(event)) for one in aggregates for event in one.event_types),
        "class of a command": ((c.__name__, _where(c)) for one in aggregates for c in one.commands),
        "command": (
            (f"/{one.collection}/{{key}}/{c.command_name}", _where(c)) for one in aggregates for c in one.commands
        ),
        "projection": ((one.name, _where(type(one))) for one in projections),
        "table": ((table.name, _place(one)) for one in projections for table in one.all_tables),
        "route": (
            *((_shape(f"/{one.collection}/{{key}}/history"), f"the history of {one.category}") for one in aggregates),
            *((_shape(query.path), f"{type(query).__name__} {query.path}") for query in queries),
        ),
    }
    for kind, named in kinds.items():
        places = defaultdict(list)
        for name, place in named:
            places[name].append(place)
        for name, found in places.items():
            if len(found) > 1:
                yield f"{kind} {name} is there {len(found)} times, in {' and '.join(found)}: rename all but one"


def _tables(projection: Projection) -> Iterator[str]:
    """Yield what is wrong with the tables of a projection."""
    reads = sorted(projection.categories)
    for table in projection.tables:
        if table.key and table.types[table.key[0]].name != "STRING":
            yield f"table {table.name}: {table.key[0]} must be a str, as it holds the keys of streams"
        if table.category is None and len(reads) > 1:
            yield (
                f"table {table.name}: name the category to which its rows belong, as in category={reads[0]!r}: "
                f"{_place(projection)} reads {', '.join(reads)}"
            )
        if table.category is not None and table.category not in reads:
            yield (
                f"table {table.name}: {_place(projection)} reads no streams of {table.category}, only of "
                f"{', '.join(reads) or 'none'}: mend its category"
            )
    for totals in projection.totals:
        if totals.of not in projection.tables:
            yield f"totals {totals.name}: {_place(projection)} keeps no table {totals.of.name}: add it to its tables"


def _sources(projections: Sequence[Projection], queries: Sequence[Query]) -> Iterator[str]:
    """Yield the queries of what no projection keeps."""
    kept = [source for projection in projections for source in (*projection.tables, *projection.totals)]
    for query in queries:
        for source in sources_of(query):
            if source not in kept:
                what = "totals" if isinstance(source, Totals) else "table"
                yield f"{type(query).__name__} {query.path}: no projection keeps the {what} {source.name}: add one"


def _place(projection: Projection) -> str:
    return type(projection).__name__


def _where(declared: type) -> str:
    return f"{declared.__module__}.{declared.__qualname__}"


def _shape(path: str) -> str:
    """Return the path without the names of its variable parts."""
    return VARIABLE.sub("{}", path)
