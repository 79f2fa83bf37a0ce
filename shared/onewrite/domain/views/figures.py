"""The figures of totals. Count and Sum are kept; Min and Max are looked up, as a deletion would lose them."""

from dataclasses import dataclass
from decimal import Context, localcontext
from typing import Any, Final, TypeAlias

from onewrite.domain.views.tables import Row


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
#: The figures of a group that are kept, in the order in which they are declared.
Figures: TypeAlias = tuple[Any, ...]

#: A NUMERIC has 38 digits; Python would round a sum to 28.
_WITHOUT_ROUNDING: Final = Context(prec=100)


def plus(figures: Figures, more: Figures, times: int = 1) -> Figures:
    """Return the figures with so many times the others added."""
    with localcontext(_WITHOUT_ROUNDING):
        return tuple(one + times * other for one, other in zip(figures, more, strict=True))
