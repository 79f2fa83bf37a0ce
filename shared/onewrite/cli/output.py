"""Printing: JSON for programs, sentences for people; messages go to standard error."""

import json
from typing import Any, Final

import typer
from rich.console import Console

#: Whoever reads a pipe folds lines, or doesn't.
WIDTH_OF_A_PIPE: Final = 100_000


def console() -> Console:
    """Return the terminal, or a pipe in which no line ends early.

    Without markup, as the printed text may hold brackets and colons that mean nothing.
    """
    found = Console(markup=False, emoji=False, highlight=False)
    if not found.is_terminal:
        found.width = WIDTH_OF_A_PIPE
    return found


def say(sentence: str) -> None:
    """Print a sentence; a terminal folds it between words."""
    console().print(sentence)


def print_json(report: Any) -> None:
    typer.echo(json.dumps(report))
