"""States and data on a terminal: as JSON, and what differs between two of them."""

import json
from collections.abc import Iterator
from difflib import ndiff
from typing import Any, Final

from rich.text import Text

from onewrite.cli.output import console, visible

#: The colours of lines that are only in the first state, or only in the second.
COLOURS: Final = {"-": "red", "+": "green"}


def one_line(value: Any) -> str:
    return visible(json.dumps(value, ensure_ascii=False))


def print_state(state: Any) -> None:
    for line in _lines(state):
        console().print(Text(line))


def print_difference(before: Any, after: Any) -> None:
    """Print the second state; what was in the first alone is marked with -, what is new with +."""
    for line in differences(before, after):
        console().print(Text(line, COLOURS.get(line[0], "")))


def differences(before: Any, after: Any) -> Iterator[str]:
    """Yield the lines without their commas, by which a line would differ that is no longer the last one."""
    first, second = ([line.removesuffix(",") for line in _lines(state)] for state in (before, after))
    yield from (line for line in ndiff(first, second) if not line.startswith("?"))


def _lines(state: Any) -> list[str]:
    return visible(json.dumps(state, ensure_ascii=False, indent=2)).splitlines()
