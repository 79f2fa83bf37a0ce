"""Processes that stand still in the middle of what they do; some go on as if nothing had happened, some never do."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.support.waiting.eventually import eventually


@contextmanager
def frozen_while(pid: int, busy: Callable[[], bool]) -> Iterator[None]:
    """Freeze a process, and all of its group, at a moment when it is busy; let it go on afterwards."""
    freeze(pid, busy)
    try:
        yield
    finally:
        os.killpg(pid, signal.SIGCONT)


def freeze(pid: int, busy: Callable[[], bool]) -> None:
    eventually(lambda: is_caught(pid, busy), within=60)


def is_caught(pid: int, busy: Callable[[], bool]) -> bool:
    """Hold it, and look: twice, as a call of its may have been under way. Let it go on if it isn't busy."""
    os.killpg(pid, signal.SIGSTOP)
    if busy() and busy():
        return True
    os.killpg(pid, signal.SIGCONT)
    return False
