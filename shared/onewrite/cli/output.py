"""Printing: JSON for programs, sentences for people; messages go to standard error."""

import json
import re
from collections.abc import Callable
from contextvars import ContextVar
from io import StringIO
from typing import Any, Final

import typer
from rich.console import Console

_PAPER: Final[ContextVar[Console | None]] = ContextVar("paper", default=None)
#: Whoever reads a pipe folds lines, or doesn't.
WIDTH_OF_A_PIPE: Final = 100_000
#: What steers a terminal, or turns around the order in which it shows a line; but for the ends of lines.
STEERING: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def console() -> Console:
    """Return the terminal, or a pipe in which no line ends early; or what is drawn on instead.

    Without markup, as the printed text may hold brackets and colons that mean nothing.
    """
    if paper := _PAPER.get():
        return paper
    found = Console(markup=False, emoji=False, highlight=False)
    if not found.is_terminal:
        found.width = WIDTH_OF_A_PIPE
    return found


def drawn(draw: Callable[[], object]) -> str:
    """Return what is printed meanwhile, with the colours and the width of the place where it would be printed."""
    place, text = console(), StringIO()
    colours: Any = place.color_system
    paper = Console(
        file=text,
        width=place.width,
        force_terminal=place.is_terminal,
        color_system=colours,
        markup=False,
        emoji=False,
        highlight=False,
    )
    token = _PAPER.set(paper)
    try:
        draw()
    finally:
        _PAPER.reset(token)
    return text.getvalue()


def say(sentence: str) -> None:
    """Print a sentence; a terminal folds it between words."""
    console().print(visible(sentence))


def visible(text: str) -> str:
    """Return the text with what steers a terminal by its number: what is shown may be data of anybody."""
    return STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def print_json(report: Any) -> None:
    typer.echo(json.dumps(report))
