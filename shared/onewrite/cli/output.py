"""Printing: data for programs, tables for people; messages go to the other stream."""

import json
from collections.abc import Sequence
from typing import Any

import typer
from rich.console import Console
from rich.table import Column, Table

console = Console()
messages = Console(stderr=True)


def print_json(data: Any) -> None:
    typer.echo(json.dumps(data, default=str))


def print_table(columns: Sequence[str], rows: Sequence[Sequence[Any]], *, empty: str) -> None:
    """Print the rows, or the sentence for none."""
    if not rows:
        console.print(empty)
        return
    table = Table(*(Column(name, overflow="fold") for name in columns))
    for row in rows:
        table.add_row(*("-" if cell is None else str(cell) for cell in row))
    console.print(table)
