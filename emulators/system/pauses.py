"""When a process that died is started again: soon, and later and later if it dies again and again."""

import time
from collections.abc import Callable
from typing import Final

FIRST_PAUSE_SECONDS: Final = 0.2
LONGEST_PAUSE_SECONDS: Final = 10.0
#: A process that ran this long is started again with the first pause.
STABLE_AFTER_SECONDS: Final = 10.0


class Pauses:
    """The pauses of one process, which is thought to run until it is said to have died."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._started_at = clock()
        self._next = FIRST_PAUSE_SECONDS
        self._due_at: float | None = None

    @property
    def is_over(self) -> bool:
        """Whether the process that died is to be started now."""
        return self._due_at is not None and self._clock() >= self._due_at

    def note_death(self) -> bool:
        """Begin a pause; return whether none had begun."""
        if self._due_at is not None:
            return False
        now = self._clock()
        if now - self._started_at > STABLE_AFTER_SECONDS:
            self._next = FIRST_PAUSE_SECONDS
        self._due_at = now + self._next
        self._next = min(self._next * 2, LONGEST_PAUSE_SECONDS)
        return True

    def note_start(self) -> None:
        """End the pause: the process runs, whoever has started it."""
        if self._due_at is not None:
            self._started_at = self._clock()
            self._due_at = None
