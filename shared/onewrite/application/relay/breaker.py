"""The breaker of the eager relay: after a failure the commands leave the bus alone, but for one that tries again."""

import logging
from collections.abc import Callable
from threading import Lock
from typing import Final

log = logging.getLogger(__name__)

#: How long after a failure the next attempt is made, in seconds; it doubles with each attempt that fails.
FIRST_PAUSE: Final = 5.0
LONGEST_PAUSE: Final = 60.0


class Breaker:
    """One for each process. Closed, it lets all through; after a failure one at a time, and nobody in between.

    `clock` measures durations in seconds. It logs once when it opens, and once when it closes.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._lock = Lock()
        self._failures = 0
        self._opened_at = self._next_at = 0.0
        self._skipped = 0

    def enter(self) -> int | None:
        """Return what to tell of the attempt with; None if none is to be made now."""
        with self._lock:
            if self._failures:
                now = self._clock()
                if now < self._next_at:
                    self._skipped += 1
                    return None
                # One that dies in its attempt is followed by another.
                self._next_at = now + self._pause
            return self._failures

    def failed(self, attempt: int, cause: str) -> None:
        """Of attempts that were made at the same time only the first one counts."""
        with self._lock:
            if attempt != self._failures:
                return
            self._failures += 1
            self._next_at = self._clock() + self._pause
            if attempt:
                return
            self._opened_at, self._skipped = self._clock(), 0
        log.warning(
            "Commands leave publishing to the scheduled relay until the bus takes events again: %s",
            cause,
            extra={"action": "relay_paused"},
        )

    def succeeded(self, attempt: int) -> None:
        with self._lock:
            if not attempt or attempt != self._failures:
                return
            self._failures = 0
            pause = {"seconds": self._clock() - self._opened_at, "commands": self._skipped}
        log.warning(
            "The bus takes events again; %d commands left theirs to the scheduled relay",
            pause["commands"],
            extra={"action": "relay_resumed", "pause": pause},
        )

    @property
    def _pause(self) -> float:
        return min(FIRST_PAUSE * 2.0 ** (self._failures - 1), LONGEST_PAUSE)
