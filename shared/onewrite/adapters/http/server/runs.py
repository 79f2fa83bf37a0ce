"""Requests that work for a while: each ends when its time is up, or when the server is told to stop."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Timer
from weakref import WeakSet

_UNDER_WAY: WeakSet[Event] = WeakSet()


@contextmanager
def run_for(seconds: float) -> Iterator[Event]:
    """Yield an event that is set after so many seconds, or by `end_runs`."""
    stop = Event()
    timer = Timer(seconds, stop.set)
    timer.daemon = True
    timer.start()
    _UNDER_WAY.add(stop)
    try:
        yield stop
    finally:
        timer.cancel()


def end_runs() -> None:
    """Let every run that is under way come to its end, before a process stops."""
    for stop in tuple(_UNDER_WAY):
        stop.set()
