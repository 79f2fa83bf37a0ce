"""The exit codes of the command line, and the map from errors to a line and an exit code."""

from traceback import format_exception
from typing import Any, Final

import typer
from google.api_core import exceptions as google
from google.auth.exceptions import GoogleAuthError, TransportError
from pydantic import ValidationError

from onewrite.errors import OnewriteError, Unavailable
from onewrite.settings import Settings

FINE: Final = 0
#: The command found what it looks for, or could not mend it. Never the exit code of an error.
FOUND: Final = 1
USAGE: Final = 2
NOT_READY: Final = 3

#: Classes of errors, the line to print (`{}` is the first line of the error) and the exit code; the first match counts.
ERRORS: Final = (
    ((Unavailable,), "{}", NOT_READY),
    ((OnewriteError,), "{}", USAGE),
    ((TransportError, google.ServerError, google.RetryError), "{}: try again", NOT_READY),
    ((GoogleAuthError,), "Google doesn't know who you are ({}): run `gcloud auth application-default login`", USAGE),
    ((google.Unauthorized, google.Forbidden), "{}: ask to be one of the deployment's `operators`", USAGE),
    ((google.NotFound,), "{}: look at ONEWRITE_PROJECT, ONEWRITE_INSTANCE and ONEWRITE_DATABASE", USAGE),
    ((google.GoogleAPICallError, OSError), "{}", USAGE),
)


def end(*, fine: bool) -> Any:
    """End the command with exit code FINE or FOUND."""
    raise typer.Exit(FINE if fine else FOUND)


def line_and_code_of(error: Exception) -> tuple[str, int]:
    """Return the line to print, and the exit code."""
    first_line = next(iter(str(error).splitlines()), type(error).__name__)
    for kinds, line, code in ERRORS:
        if isinstance(error, kinds):
            return line.format(first_line), code
    if isinstance(error, ValidationError) and error.title == Settings.__name__:
        return f"The environment is not complete: {_wrong_settings(error)}", USAGE
    return f"Something broke that should not; report this:\n{''.join(format_exception(error))}", USAGE


def _wrong_settings(error: ValidationError) -> str:
    problems = [(*(f"ONEWRITE_{str(name).upper()}" for name in one["loc"]), one["msg"]) for one in error.errors()]
    return ", ".join(": ".join(problem) for problem in problems)
