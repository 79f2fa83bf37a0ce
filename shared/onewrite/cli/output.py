"""Printing: JSON for programs, tables for people; messages go to standard error."""

import json
import logging
from collections.abc import Sequence
from typing import Any

import typer
from rich.console import Console, RenderableType
from rich.table import Column, Table
from rich.text import Text

from onewrite.adapters.reports import timestamp

#: Without markup, as the printed text may hold brackets and colons that mean nothing.
console = Console(markup=False, emoji=False)
messages = Console(markup=False, emoji=False, stderr=True)


class MessageHandler(logging.Handler):
    """Prints what the library logs on standard error, above the progress bar if there is one."""

    def emit(self, record: logging.LogRecord) -> None:
        colour = "red" if record.levelno >= logging.ERROR else "yellow"
        messages.print(Text(f"{record.levelname.lower()}: {record.getMessage()}", colour), soft_wrap=True)


def print_json(data: Any) -> None:
    """Print JSON with times as RFC 3339, as over HTTP."""
    typer.echo(json.dumps(data, default=timestamp))


def print_table(columns: Sequence[str], rows: Sequence[Sequence[Any]], *, empty: str, caption: str = "") -> None:
    """Print the rows as a table, or the sentence `empty` if there are none."""
    if not rows:
        console.print(empty)
        return
    table = Table(*(Column(name, overflow="fold") for name in columns), caption=caption or None)
    for row in rows:
        table.add_row(*(_shown(cell) for cell in row))
    console.print(table)


def _shown(cell: Any) -> RenderableType:
    if isinstance(cell, Text):
        return cell
    return "-" if cell is None else str(cell)
