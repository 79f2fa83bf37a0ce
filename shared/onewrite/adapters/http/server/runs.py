"""Requests that work for a while: each ends when its time is up, or when the server is told to stop."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Timer
from typing import Final

_UNDER_WAY: Final[set[Event]] = set()
_ENDING: Final = Event()


@contextmanager
def run_for(seconds: float) -> Iterator[Event]:
    """Yield an event that is set after so many seconds, or by `end_runs`."""
    stop = Event()
    timer = Timer(seconds, stop.set)
    timer.daemon = True
    timer.start()
    _UNDER_WAY.add(stop)
    if _ENDING.is_set():
        stop.set()
    try:
        yield stop
    finally:
        timer.cancel()
        _UNDER_WAY.discard(stop)


def end_runs() -> None:
    """Let every run come to its end, before a process stops: those under way, and those yet to begin."""
    _ENDING.set()
    for stop in tuple(_UNDER_WAY):
        stop.set()
