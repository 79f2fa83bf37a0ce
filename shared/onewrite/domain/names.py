"""The names in a domain: each fits where it is used, and is there once."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, TypeAlias

from onewrite.domain.aggregate import Aggregate
from onewrite.domain.projection import Projection
from onewrite.domain.queries import VARIABLE, Query

#: Names of a kind, each with its place.
Named: TypeAlias = Iterable[tuple[str, str]]

#: The tables of the library itself.
OUR_TABLES: Final = (
    *("streams", "events", "commands", "outbox", "relay_shards", "checkpoints", "projections", "operations"),
    *("walks", "walk_ranges", "change_members", "change_partitions", "unpublishable_events"),
)
OUR_ROUTES: Final = ("/openapi.json", "/health/live", "/health/ready")
WORDS: Final = re.compile(r"[a-z][a-z0-9_]{0,63}")
#: By kind: what a name has to be, and how that is said.
SHAPES: Final[Mapping[str, tuple[re.Pattern[str], str]]] = {
    "category": (WORDS, "small letters, digits and _"),
    "collection": (re.compile(r"[a-z][a-z0-9_-]{0,63}"), "small letters, digits, - and _"),
    "projection": (WORDS, "small letters, digits and _"),
    "command": (re.compile(r"/.*/\{key\}/[a-z][a-z0-9_-]{0,63}"), "small letters, digits, - and _"),
    "event type": (re.compile(r"[A-Za-z][\w.-]{0,127}"), "letters, digits, ., - and _, 128 at most"),
    "route": (re.compile(r"(/([\w.~-]+|\{\}))+"), "parts behind a / each, as in /orders/{order_id}"),
}


def names_that_do_not_fit(
    aggregates: Sequence[Aggregate], projections: Sequence[Projection], queries: Sequence[Query]
) -> Iterator[str]:
    """Yield a line for each name that is there twice, or can't be used."""
    for kind, named in _by_kind(aggregates, projections, queries).items():
        places = defaultdict(list)
        for name, place in named:
            places[name].append(place)
        for name, found in places.items():
            if len(found) > 1:
                yield f"{kind} {name} is there {len(found)} times, in {' and '.join(found)}: rename all but one"
            pattern, said = SHAPES.get(kind, (None, ""))
            if pattern and not pattern.fullmatch(name):
                yield f"{kind} {name!r} in {found[-1]} can't be used: a name has {said}"


def place_of(declared: type) -> str:
    return f"{declared.__module__}.{declared.__qualname__}"


def place_of_query(query: Query) -> str:
    return f"{type(query).__name__} {query.path}"


def _by_kind(
    aggregates: Sequence[Aggregate], projections: Sequence[Projection], queries: Sequence[Query]
) -> Mapping[str, Named]:
    commands = [(aggregate, command) for aggregate in aggregates for command in aggregate.commands]
    return {
        "category": ((one.category, f"the aggregate of /{one.collection}") for one in aggregates),
        "collection": ((one.collection, f"the aggregate {one.category}") for one in aggregates),
        "event type": ((event.event_type, place_of(event)) for one in aggregates for event in one.event_types),
        # Schemas in OpenAPI have the names of classes.
        "class of a command": ((command.__name__, place_of(command)) for _, command in commands),
        "command": ((f"/{one.collection}/{{key}}/{c.command_name}", place_of(c)) for one, c in commands),
        "projection": ((one.name, place_of(type(one))) for one in projections),
        # A store doesn't tell capital letters from small ones, nor a table from an index.
        "table or index": (
            *((name, "the library itself") for name in OUR_TABLES),
            *((name.lower(), place) for one in projections for name, place in _in_sql(one)),
        ),
        "route": (
            *((path, "the library itself") for path in OUR_ROUTES),
            *((f"/{one.collection}/{{}}/history", f"the history of {one.category}") for one in aggregates),
            *((VARIABLE.sub("{}", query.path), place_of_query(query)) for query in queries),
        ),
    }


def _in_sql(projection: Projection) -> Iterator[tuple[str, str]]:
    for table in projection.all_tables:
        yield table.name, place_of(type(projection))
        yield from ((index.name_for(table.name), f"{index!r} of {table.name}") for index in table.indexes)
