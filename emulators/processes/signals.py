"""Signals that end a run in order."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

STOPPING: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stop(BaseException):
    """Nobody wants the system any more."""


@contextmanager
def stopped_by_signals() -> Iterator[None]:
    """Stop at the first signal, and let no second one disturb that; what `nohup` or a shell ignores stays ignored."""
    heard = [name for name in STOPPING if signal.getsignal(name) is not signal.SIG_IGN]

    def stop(_number: int, _frame: FrameType | None) -> None:
        for name in heard:
            signal.signal(name, signal.SIG_IGN)
        raise Stop

    for name in heard:
        signal.signal(name, stop)
    yield
