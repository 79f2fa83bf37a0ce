"""How a command ends: its exit code, and the one place that maps errors to a line and a code."""

from traceback import format_exception
from typing import Any, Final

import typer
from google.api_core import exceptions as google
from google.auth.exceptions import GoogleAuthError, TransportError
from pydantic import ValidationError

from onewrite.errors import OnewriteError, Unavailable
from onewrite.settings import Settings

FINE: Final = 0
#: What was looked for was found, or could not be mended. No error ends like this.
FOUND: Final = 1
USAGE: Final = 2
NOT_READY: Final = 3

#: The first that fits counts; `{}` is the error's own first line.
ENDINGS: Final = (
    ((Unavailable,), "{}", NOT_READY),
    ((OnewriteError,), "{}", USAGE),
    ((TransportError, google.ServerError, google.RetryError), "{}: try again", NOT_READY),
    ((GoogleAuthError,), "Google doesn't know who you are ({}): run `gcloud auth application-default login`", USAGE),
    ((google.Unauthorized, google.Forbidden), "{}: ask to be one of the deployment's `operators`", USAGE),
    ((google.NotFound,), "{}: look at ONEWRITE_PROJECT, ONEWRITE_INSTANCE and ONEWRITE_DATABASE", USAGE),
    ((google.GoogleAPICallError, OSError), "{}", USAGE),
)


def end(*, fine: bool) -> Any:
    raise typer.Exit(FINE if fine else FOUND)


def ending_of(error: Exception) -> tuple[str, int]:
    """Return what to tell, and the exit code."""
    own = next(iter(str(error).splitlines()), type(error).__name__)
    for kinds, sentence, code in ENDINGS:
        if isinstance(error, kinds):
            return sentence.format(own), code
    if isinstance(error, ValidationError) and error.title == Settings.__name__:
        return f"The environment is not complete: {_wrong_settings(error)}", USAGE
    return f"Something broke that should not; report this:\n{''.join(format_exception(error))}", USAGE


def _wrong_settings(error: ValidationError) -> str:
    problems = [(*(f"ONEWRITE_{str(name).upper()}" for name in one["loc"]), one["msg"]) for one in error.errors()]
    return ", ".join(": ".join(problem) for problem in problems)
