"""Processes that stand still in the middle of what they do; some go on as if nothing had happened, some never do."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from tests.support.faults.stopped import stop_group
from tests.support.waiting.eventually import POLL_SECONDS, eventually

#: So often it has to be found busy: a call that it sent before it stood still may yet be carried out.
LOOKS = 5


@contextmanager
def frozen_while(pid: int, busy: Callable[[], bool]) -> Iterator[None]:
    """Freeze a process, and all of its group, at a moment when it is busy; let it go on afterwards."""
    freeze(pid, busy)
    try:
        yield
    finally:
        os.killpg(pid, signal.SIGCONT)


def freeze(pid: int, busy: Callable[[], bool]) -> None:
    eventually(lambda: is_caught(pid, busy), longest_poll=POLL_SECONDS)


def is_caught(pid: int, busy: Callable[[], bool]) -> bool:
    """Hold it, wait until it does stand still, and look. Let it go on if it isn't busy."""
    with suppress(ProcessLookupError):  # it may end at any moment
        stop_group(pid)
        if all(busy() for _ in range(LOOKS)):
            return True
        os.killpg(pid, signal.SIGCONT)
    return False
