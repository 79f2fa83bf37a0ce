"""Stops the whole system when an emulator no longer responds, one that was adopted included."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from emulators.errors import CannotRun
from emulators.google.kinds import KINDS, Kind
from emulators.google.start import Emulators
from emulators.processes.signals import Stop

CHECK_EVERY_SECONDS: Final = 1.0
#: Long, because an emulator may be slow under load.
PROBE_TIMEOUT_SECONDS: Final = 10.0


@contextmanager
def watched(emulators: Emulators) -> Iterator[None]:
    """Raise `CannotRun` in the block once an emulator is gone. For the main thread, inside `stopped_by_signals`."""
    watch = Watch(emulators)
    watch.start()
    try:
        yield
    except Stop:
        if watch.failure:
            raise CannotRun(watch.failure) from None
        raise
    except CannotRun as fault:
        raise CannotRun(watch.failure or watch.check() or str(fault)) from fault
    finally:
        watch.stop()


class Watch(threading.Thread):
    """Checks the emulators every second; sends SIGTERM to the main thread when one is gone, to end its waiting."""

    def __init__(self, emulators: Emulators) -> None:
        super().__init__(name="watch", daemon=True)
        self.failure: str | None = None
        self._emulators = emulators
        self._over = threading.Event()

    def run(self) -> None:
        while not self._over.wait(CHECK_EVERY_SECONDS):
            if failure := self.check():
                self.failure = failure
                if ident := threading.main_thread().ident:
                    signal.pthread_kill(ident, signal.SIGTERM)
                return

    def stop(self) -> None:
        self._over.set()
        self.join()

    def check(self) -> str | None:
        """Return in one line which emulator is gone and what to do, or None."""
        return next(filter(None, map(self._failure_of, KINDS)), None)

    def _failure_of(self, kind: Kind) -> str | None:
        host, process = self._emulators.environment[kind.variable], self._emulators.process(kind)
        if process and not process.is_alive:
            how = f"{process.ending} (log: {process.log})"
        elif not kind.responds(host, within=PROBE_TIMEOUT_SECONDS):
            how = f"at {host} does not answer any more"
        else:
            return None
        remedy = "run this again" if process else "start it, then run this again"
        return f"the {kind.title} emulator {how}, so everything was stopped: {remedy}"
