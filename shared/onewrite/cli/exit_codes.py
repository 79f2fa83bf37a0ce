"""The exit codes of the command line, and the map from errors to a line and an exit code."""

from traceback import format_exception
from typing import Any, Final

import typer

from onewrite.checks.errors import DoesNotFit
from onewrite.errors import InvalidFields, OnewriteError, Unavailable, ViewNotServed

FINE: Final = 0
#: The command found what it looks for, or could not mend it. Never the exit code of an error.
FOUND: Final = 1
USAGE: Final = 2
NOT_READY: Final = 3


def end(*, fine: bool) -> Any:
    """End the command with exit code FINE or FOUND."""
    raise typer.Exit(FINE if fine else FOUND)


def line_and_code_of(error: Exception) -> tuple[str, int]:
    """Return the line to print, and the exit code."""
    match error:
        case DoesNotFit():
            return str(error), USAGE
        case InvalidFields():
            return "; ".join(f"{one.name.removeprefix('#/')}: {one.detail}" for one in error.named), USAGE
        case OnewriteError() | OSError():
            line = next(iter(str(error).splitlines()), type(error).__name__)
            return line, NOT_READY if isinstance(error, Unavailable | ViewNotServed) else USAGE
    return f"Something broke that should not; report this:\n{''.join(format_exception(error))}", USAGE
