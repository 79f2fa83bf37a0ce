"""Processes that stand still for a while in the middle of what they do, and then go on as if nothing had happened."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from emulators.system import System
from tests.support.eventually import eventually


@contextmanager
def frozen_while(system: System, function: str, busy: Callable[[], bool]) -> Iterator[None]:
    """Freeze the function at a moment when it is busy; let it go on afterwards."""
    eventually(partial(_caught, system, function, busy), within=60)
    try:
        yield
    finally:
        _tell(system, function, signal.SIGCONT)


def _caught(system: System, function: str, busy: Callable[[], bool]) -> bool:
    """Hold it, and look; what it looks like then is what it stays like."""
    _tell(system, function, signal.SIGSTOP)
    if busy():
        return True
    _tell(system, function, signal.SIGCONT)
    return False


def _tell(system: System, function: str, word: signal.Signals) -> None:
    os.killpg(system.pid(function), word)
