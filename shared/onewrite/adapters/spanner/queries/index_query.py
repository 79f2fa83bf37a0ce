"""The SQL of a list: rows in the order of an index, from a place on. It seeks in the index, and never scans."""

from collections.abc import Iterator, Sequence
from typing import Final

from onewrite.adapters.spanner.queries.places import behind
from onewrite.adapters.spanner.queries.statements import Values, selected
from onewrite.application.ports.reader import Between
from onewrite.domain.reading import Source, key_of
from onewrite.domain.views import Index, Key, Totals
from onewrite.domain.views.indexes import Order

LISTED: Final = """
    SELECT {columns} FROM `{table}`@{{FORCE_INDEX=`{index}`}}
    WHERE {conditions} ORDER BY {order} LIMIT @limit
"""


def list_rows(  # noqa: PLR0913 - what and where
    source: Source, index: Index, equal: Key, *, between: Between, after: Key | None, values: Values
) -> str:
    """Return the statement, and add its values."""
    order = index.whole_order(key_of(source))
    conditions = [
        "generation = @generation",
        *_equal(source, order, equal, values),
        *_between(source, order[len(equal) :], between, values),
        *(f"`{part.column}` IS NOT NULL" for part in index.order[len(equal) :]),
        *_of_totals(source),
    ]
    if after is not None:
        conditions += behind(order[len(equal) :], after, source.types, values)
    sorting = ", ".join(f"`{part.column}`{' DESC' if part.is_descending else ''}" for part in order)
    return LISTED.format(
        columns=selected(source, f"`{source.name}`"),
        table=source.name,
        index=index.name_for(source.name),
        conditions=" AND ".join(conditions),
        order=sorting,
    )


def _equal(source: Source, order: Sequence[Order], equal: Key, values: Values) -> Iterator[str]:
    kinds = source.types
    for part, value in zip(order, equal, strict=False):
        yield f"`{part.column}` = {values.add(value, kinds[part.column])}"


def _between(source: Source, order: Sequence[Order], between: Between, values: Values) -> Iterator[str]:
    for sign, value in ((">=", between.start), ("<", between.before)):
        if value is not None:
            yield f"`{order[0].column}` {sign} {values.add(value, source.types[order[0].column])}"


def _of_totals(source: Source) -> Iterator[str]:
    """Yield that a group has rows. A stored row is the whole group: an index sorts totals of one shard only."""
    if isinstance(source, Totals):
        yield f"`{source.count}` > 0"
