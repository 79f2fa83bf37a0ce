"""Rows in the order of an index, in memory."""

from collections.abc import Iterable, Sequence

from onewrite.domain.views import Key, Row
from onewrite.domain.views.indexes import Order


def in_order(rows: Iterable[Row], order: Sequence[Order]) -> Sequence[Row]:
    """Return the rows sorted by these columns: by the last one first, as sorting keeps what is alike in order."""
    found = list(rows)
    for part in reversed(order):
        found.sort(key=lambda row: row[part.column], reverse=part.is_descending)
    return found


def is_behind(row: Row, order: Sequence[Order], place: Key) -> bool:
    """Tell whether the row comes after the one with these values."""
    for part, passed in zip(order, place, strict=True):
        value = row[part.column]
        if value != passed:
            return bool(value < passed) is part.is_descending
    return False
