"""The probe of a function: one call, with a time limit, to find out whether it responds."""

from http.client import HTTPConnection, HTTPException
from typing import Final
from urllib.parse import urlsplit

#: Enough for a part that runs.
PROBE_TIMEOUT_SECONDS: Final = 10.0
#: 405 comes from a function that accepts pushes only; it responds, so it counts as ready.
READY_STATUSES: Final = {200, 405}


def function_responds(url: str, *, within: float) -> bool:
    connection = HTTPConnection(urlsplit(url).netloc, timeout=within)
    try:
        connection.request("GET", "/health/ready")
        return connection.getresponse().status in READY_STATUSES
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
