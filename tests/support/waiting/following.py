"""Runs that follow the changes, for as long as a test wants."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

from tests.support.waiting.bounds import WAIT_SECONDS


@contextmanager
def following(*runs: Callable[[Event], object]) -> Iterator[None]:
    """Let each run in a thread of its own during the block; stop them cleanly at its end."""
    stop = Event()
    threads = [Thread(target=run, args=(stop,), daemon=True) for run in runs]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join(WAIT_SECONDS)
            assert not thread.is_alive(), "a run that does not end"
