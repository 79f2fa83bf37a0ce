"""The breaker: after a failure all leave alone what has failed, but for one at a time that tries again."""

from collections.abc import Callable
from threading import Lock
from typing import Final

#: How long after a failure the next attempt is made, in seconds; it doubles with each attempt that fails.
FIRST_PAUSE: Final = 5.0
LONGEST_PAUSE: Final = 60.0


class Breaker:
    """One for each process. Closed, it lets all through; after a failure one at a time, and nobody in between.

    `clock` measures durations in seconds. `opened` is told why, once; and `closed` after how many seconds, and how many
    were not let through meanwhile.
    """

    def __init__(
        self, clock: Callable[[], float], *, opened: Callable[[str], None], closed: Callable[[float, int], None]
    ) -> None:
        self._clock = clock
        self._tell_opened = opened
        self._tell_closed = closed
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
        self._tell_opened(cause)

    def succeeded(self, attempt: int) -> None:
        with self._lock:
            if not attempt or attempt != self._failures:
                return
            self._failures = 0
            seconds, skipped = self._clock() - self._opened_at, self._skipped
        self._tell_closed(seconds, skipped)

    @property
    def _pause(self) -> float:
        return min(FIRST_PAUSE * 2.0 ** (self._failures - 1), LONGEST_PAUSE)
