"""Errors of Google's clients and of the settings, as errors that say what to do."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from google.api_core import exceptions as google
from google.auth.exceptions import GoogleAuthError, TransportError
from pydantic import ValidationError

from onewrite.errors import OnewriteError, OperationRefused, Unavailable
from onewrite.settings import Settings

#: Classes of errors, the line to print (`{}` is the first line of the error) and the error; the first match counts.
ERRORS: Final = (
    ((TransportError, google.ServerError, google.RetryError), "{}: try again", Unavailable),
    (
        (GoogleAuthError,),
        "Google doesn't know who you are ({}): run `gcloud auth application-default login`",
        OperationRefused,
    ),
    ((google.Unauthorized, google.Forbidden), "{}: ask to be one of the deployment's `operators`", OperationRefused),
    (
        (google.NotFound,),
        "{}: look at ONEWRITE_PROJECT, ONEWRITE_INSTANCE and ONEWRITE_DATABASE",
        OperationRefused,
    ),
    ((google.GoogleAPICallError,), "{}", OperationRefused),
)


@contextmanager
def in_our_words() -> Iterator[None]:
    """Raise foreign errors as our own; those that nobody thought of go on as they are."""
    try:
        yield
    except Exception as error:
        if ours := _ours(error):
            raise ours from error
        raise


def _ours(error: Exception) -> OnewriteError | None:
    for kinds, line, kind in ERRORS:
        if isinstance(error, kinds):
            return kind(line.format(first_line(error)))
    if isinstance(error, ValidationError) and error.title == Settings.__name__:
        return OperationRefused(f"The environment is not complete: {_wrong_settings(error)}")
    return None


def first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)


def _wrong_settings(error: ValidationError) -> str:
    problems = [(*(f"ONEWRITE_{str(name).upper()}" for name in one["loc"]), one["msg"]) for one in error.errors()]
    return ", ".join(": ".join(problem) for problem in problems)
