"""Waits until a process that was started answers; an open port is not enough."""

import time
from collections.abc import Callable

from emulators.errors import CannotRun
from emulators.processes.process import Process

POLL_SECONDS = 0.05


def await_answer(process: Process, answers: Callable[[], bool], *, within: float, mortal: bool = True) -> None:
    """Give up at its death too, unless somebody is there to start it again."""
    until = time.monotonic() + within
    while not answers():
        if mortal and not process.is_alive:
            raise CannotRun(_failure(process, f"{process.ending} before it answered"))
        if time.monotonic() > until:
            raise CannotRun(_failure(process, f"gave no answer within {within:.0f} s"))
        time.sleep(POLL_SECONDS)


def _failure(process: Process, what: str) -> str:
    return f"{process.name} {what}; its last words: {process.last_words} (log: {process.log})"
