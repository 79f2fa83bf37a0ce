"""Where a page goes on: behind the row at which the page before ended."""

from collections.abc import Iterator, Mapping, Sequence

from onewrite.adapters.spanner.queries.statements import Values
from onewrite.domain.views import Key
from onewrite.domain.views.columns import ColumnType
from onewrite.domain.views.indexes import Order


def behind(order: Sequence[Order], place: Key, kinds: Mapping[str, ColumnType], values: Values) -> Iterator[str]:
    """Yield the conditions for rows behind the place; the one on the first column alone lets Spanner seek to it."""
    names = [values.add(value, kinds[part.column]) for part, value in zip(order, place, strict=True)]
    yield f"`{order[0].column}` {'<=' if order[0].is_descending else '>='} {names[0]}"
    yield " OR ".join(_behind_at(number, order, names) for number in range(len(order))).join("()")


def _behind_at(number: int, order: Sequence[Order], names: Sequence[str]) -> str:
    """Return that a row is the same in all columns before this one, and beyond in this one."""
    same = (f"`{order[at].column}` = {names[at]}" for at in range(number))
    beyond = f"`{order[number].column}` {'<' if order[number].is_descending else '>'} {names[number]}"
    return " AND ".join([*same, beyond]).join("()")
