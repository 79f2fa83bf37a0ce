"""Signals that stop the system in order."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

STOPPING: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stop(BaseException):
    """Raised in the main thread to stop the system in order."""


@contextmanager
def stopped_by_signals() -> Iterator[None]:
    """Raise Stop at the first signal, ignore later ones. Signals that are ignored already (`nohup`) stay ignored."""
    handled = [name for name in STOPPING if signal.getsignal(name) is not signal.SIG_IGN]

    def stop(_number: int, _frame: FrameType | None) -> None:
        for name in handled:
            signal.signal(name, signal.SIG_IGN)
        raise Stop

    for name in handled:
        signal.signal(name, stop)
    yield
