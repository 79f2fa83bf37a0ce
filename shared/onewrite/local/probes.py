"""The probe of a function: one call, with a time limit, to find out whether it is ready, and if not, why."""

import json
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from typing import Final
from urllib.parse import urlsplit

#: Enough for a part that runs.
PROBE_TIMEOUT_SECONDS: Final = 10.0
#: 405 comes from a function that accepts pushes only; it responds, so it counts as ready.
READY_STATUSES: Final = {HTTPStatus.OK, HTTPStatus.METHOD_NOT_ALLOWED}
MOST_SHOWN: Final = 300


@dataclass(frozen=True)
class NotReady:
    """Why a part isn't ready. What `passes` needs nobody: a store that isn't there yet, but not a wrong name."""

    why: str
    passes: bool


SILENT: Final = NotReady("it does not respond", passes=True)


def function_not_ready(url: str, *, within: float) -> NotReady | None:
    """Return why the function isn't ready, in its own words; None if it is."""
    connection = HTTPConnection(urlsplit(url).netloc, timeout=within)
    try:
        connection.request("GET", "/health/ready")
        response = connection.getresponse()
        return not_ready_of(response.status, response.read(), response.getheader("Retry-After"))
    except (OSError, HTTPException):
        return SILENT
    finally:
        connection.close()


def not_ready_of(status: int, body: bytes, retry_after: str | None) -> NotReady | None:
    """Read the response to `GET /health/ready`: a problem that passes says when to ask again."""
    if status in READY_STATUSES:
        return None
    try:
        why = json.loads(body)["detail"]
    except (ValueError, TypeError, KeyError):
        said = " ".join(body.decode(errors="replace").split())
        why = f"it responds to GET /health/ready with {status}: {said[:MOST_SHOWN]}"
    return NotReady(why, passes=retry_after is not None)


def function_responds(url: str, *, within: float) -> bool:
    return function_not_ready(url, within=within) is None
