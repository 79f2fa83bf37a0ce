"""Indexes: other orders in which the rows of a table can be listed."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Descending:
    """A column of an index whose greatest value comes first."""

    column: str


@dataclass(frozen=True)
class Order:
    """A column by which rows are sorted."""

    column: str
    is_descending: bool = False


class Index:
    """`Index("customer_id", Descending("placed_at"))`: the orders of a customer, the newest first.

    Rows that agree in all of these columns follow in the order of their keys. A row is in the index while every column
    of the index has a value. Raises TypeError without a column, and for one that is named twice.
    """

    def __init__(self, *columns: str | Descending) -> None:
        self.order = tuple(
            Order(column.column, is_descending=True) if isinstance(column, Descending) else Order(column)
            for column in columns
        )
        if not columns or len({*self.columns}) < len(columns):
            raise TypeError(f"{self!r} has to name one column at least, and none twice")

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(part.column for part in self.order)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Index) and self.order == other.order

    def __hash__(self) -> int:
        return hash(self.order)

    def __repr__(self) -> str:
        return f"Index({', '.join(_shown(part) for part in self.order)})"

    def name_for(self, table: str) -> str:
        """Return its name in the store: `orders_by_customer_id_placed_at_desc`."""
        parts = (f"{part.column}_desc" if part.is_descending else part.column for part in self.order)
        return f"{table}_by_{'_'.join(parts)}"

    def whole_order(self, key: Sequence[str]) -> tuple[Order, ...]:
        """Return the order in which no two rows are alike: the columns of the index, then the rest of the key."""
        return (*self.order, *(Order(column) for column in key if column not in self.columns))


def _shown(part: Order) -> str:
    return f'Descending("{part.column}")' if part.is_descending else f'"{part.column}"'
