"""Runs that follow the change stream: each ends when its time is up, or when the process is told to stop."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from threading import Event, Timer
from typing import TYPE_CHECKING, Any, Final, TypeAlias

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

log = logging.getLogger(__name__)
#: Is one instance of a consumer group until the event is set; returns a report.
Follow: TypeAlias = Callable[[Event], "DataclassInstance"]

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


def followed_for(seconds: float, follow: Follow) -> dict[str, Any]:
    """Follow for so long; return the report, which is logged too. Raises what `follow` raises."""
    with run_for(seconds) as stop:
        report = asdict(follow(stop))
    log.info("Followed the changes", extra={"action": "changes_followed", "followed": report})
    return report


def end_runs() -> None:
    """Let every run come to its end, before a process stops: those under way, and those yet to begin."""
    _ENDING.set()
    for stop in tuple(_UNDER_WAY):
        stop.set()
