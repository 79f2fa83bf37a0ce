"""The one way for a test to wait: for a condition, and not for ever."""

from collections.abc import Callable
from threading import Event
from time import monotonic
from typing import TypeVar

from tests.support.waiting.bounds import WAIT_SECONDS

T = TypeVar("T")

POLL_SECONDS = 0.05
#: A tenth of what it has lasted already, and no more than this: looking costs processor time too.
LONGEST_POLL_SECONDS = 0.5


def eventually(
    condition: Callable[[], T], *, within: float = WAIT_SECONDS, longest_poll: float = LONGEST_POLL_SECONDS
) -> T:
    """Return the first thing that the condition returns and that is true; an assertion in it may fail until then."""
    began, failure = monotonic(), None
    while True:
        try:
            if met := condition():
                return met
            failure = None
        except AssertionError as not_yet:
            failure = not_yet
        if (lasted := monotonic() - began) >= within:
            raise AssertionError(f"not within {within} seconds: {failure or condition}") from failure
        Event().wait(min(max(POLL_SECONDS, lasted / 10), longest_poll))
