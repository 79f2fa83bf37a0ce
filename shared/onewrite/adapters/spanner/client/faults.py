"""Faults of Spanner as errors of ours: what passes by itself, and what somebody has to mend."""

import re
from typing import Final, TypeAlias

from google.api_core import exceptions as google

from onewrite.errors import NoDatabase, NotInSchema, OnewriteError, Unavailable

GoogleError: TypeAlias = google.GoogleAPICallError | google.RetryError
PASSING: Final = (
    google.Aborted,
    google.Cancelled,
    google.DeadlineExceeded,
    google.InternalServerError,
    google.ResourceExhausted,
    google.RetryError,
    google.ServiceUnavailable,
    google.Unknown,
)
LACKING: Final = (google.NotFound, google.InvalidArgument)
#: What Spanner calls a missing session, database, table, column, index or change stream. The rest may quote SQL.
LOST_SESSION: Final = re.compile(r"Session not found")
NO_DATABASE: Final = re.compile(r"(Database|Instance) not found: [\w/.-]+")
NOT_IN_SCHEMA: Final = re.compile(
    r"((Table|Table-valued function|Index) not found|Column not found in table [\w.]+|Unrecognized name): [\w.]*\w"
    r"|Name \w+ not found inside \w+"
    r"|No index '[\w.]+' was found for table '[\w.]+'"
    r"|The table [\w.]* does not have a secondary index called [\w.]*\w"
)
REQUEST_ID: Final = re.compile(r", request_id = [\d.]+")


def forget_request(error: GoogleError) -> None:
    """Take the id of the request out of the text, as it makes every text a new one."""
    error.message = REQUEST_ID.sub("", error.message)


def is_lost_session(error: GoogleError) -> bool:
    return isinstance(error, google.NotFound) and bool(LOST_SESSION.search(error.message))


def fault_of(error: GoogleError) -> OnewriteError | None:
    """Return the error of ours, or None for one that only the caller can judge, such as a refused row."""
    cause = type(error).__name__
    if is_lost_session(error):
        return Unavailable("Spanner has lost a session, the next one is new: try again", cause=cause)
    if isinstance(error, PASSING):
        return Unavailable(f"Spanner could not answer ({cause}): try again", cause=cause)
    if isinstance(error, LACKING):
        if lacking := NO_DATABASE.match(error.message):
            return NoDatabase(lacking[0])
        if lacking := NOT_IN_SCHEMA.match(error.message):
            return NotInSchema(" ".join(lacking[0].split()))
    return None
