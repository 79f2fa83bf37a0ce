"""How many events to ask for at once, so that little is read beyond a budget of bytes."""

from collections.abc import Sequence
from math import ceil
from typing import Final

from onewrite.domain.events import RecordedEvent

#: Events that are asked for by a process that has seen none yet: enough for a push.
FIRST_ROWS: Final = 64
#: Asked for beyond what would fit if all were of the size seen last, as some are smaller.
MARGIN: Final = 1.5


class ReadAhead:
    """Asks for as many events as fit by the size of those read last.

    Google's client takes more of a result into memory than is used of it, and the store has read it all the same. Two
    threads may both note what they saw: whichever comes last is remembered.
    """

    def __init__(self) -> None:
        self._mean: float | None = None

    def rows(self, limit: int, size: int) -> int:
        """Return how many events to ask for: at least one, at most `limit`."""
        fitting = FIRST_ROWS if self._mean is None else ceil(size / max(1.0, self._mean) * MARGIN)
        return min(limit, fitting)

    def note(self, events: Sequence[RecordedEvent]) -> None:
        """Remember how large these are on average."""
        if events:
            self._mean = sum(event.size for event in events) / len(events)
