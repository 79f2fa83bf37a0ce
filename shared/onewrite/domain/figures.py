"""The figures of totals. Count and Sum are kept; Min and Max are looked up, as a deletion would lose them."""

from dataclasses import dataclass
from typing import Any, TypeAlias

from onewrite.domain.views import Row


@dataclass(frozen=True)
class Count:
    """How many rows the group has."""

    def of(self, row: Row) -> int:
        """Return what one row adds."""
        return 1


@dataclass(frozen=True)
class Sum:
    """The sum of a column of whole numbers or decimals; a null adds nothing."""

    column: str

    def of(self, row: Row) -> Any:
        """Return what one row adds."""
        return row.get(self.column) or 0


@dataclass(frozen=True)
class Min:
    """The least value of a column: the first row of `Index(*by, column)`. None where the column is null throughout."""

    column: str


@dataclass(frozen=True)
class Max:
    """The greatest value of a column: the first row of `Index(*by, Descending(column))`."""

    column: str


Figure: TypeAlias = Count | Sum | Min | Max
