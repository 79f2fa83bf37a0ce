"""Tables on a terminal and in a pipe. Nothing is cut off: rows that don't fit are shown one below the other."""

from collections.abc import Sequence
from typing import Any, Final

from rich.box import SIMPLE_HEAD
from rich.console import Console, RenderableType
from rich.measure import Measurement
from rich.table import Column, Table
from rich.text import Text

from onewrite.cli.output import WIDTH_OF_A_PIPE, console, say, visible

#: The least width of the last column, which may be folded.
SENTENCE: Final = 24


def print_table(columns: Sequence[str], rows: Sequence[Sequence[Any]], *, empty: str = "") -> None:
    """Print the rows and an empty line, or the sentence `empty` if there are none. Only the last column is folded."""
    shown, place = [[_shown(cell) for cell in row] for row in rows], console()
    if not rows:
        say(empty)
    elif _least_width(columns, shown, place) <= place.width:
        place.print(_table(columns, shown), "")
    else:
        _print_one_by_one(columns, shown, place)


def _table(columns: Sequence[str], rows: Sequence[Sequence[RenderableType]], most: int | None = None) -> Table:
    *others, last = columns
    heading = [*(Column(name, no_wrap=True) for name in others), Column(last, overflow="fold", max_width=most)]
    table = Table(*heading, box=SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False)
    for row in rows:
        table.add_row(*row)
    return table


def _least_width(columns: Sequence[str], rows: Sequence[Sequence[RenderableType]], place: Console) -> int:
    anywhere = place.options.update(max_width=WIDTH_OF_A_PIPE)
    return Measurement.get(place, anywhere, _table(columns, rows, SENTENCE)).maximum


def _print_one_by_one(columns: Sequence[str], rows: Sequence[Sequence[RenderableType]], place: Console) -> None:
    for row in rows:
        block = Table.grid(Column(style="bold", no_wrap=True), Column(overflow="fold"), padding=(0, 2, 0, 0))
        for name, cell in zip(columns, row, strict=True):
            block.add_row(name, cell)
        place.print(block, "")


def _shown(cell: Any) -> RenderableType:
    if isinstance(cell, Text):
        return cell
    return "-" if cell is None else visible(str(cell))
