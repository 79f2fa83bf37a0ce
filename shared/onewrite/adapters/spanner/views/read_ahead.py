"""How many rows to ask for at once, so that little is read beyond a budget of bytes."""

from collections.abc import Sequence
from math import ceil
from typing import Final

#: Rows that are asked for by a process that has seen none yet: enough for a push.
FIRST_ROWS: Final = 64
#: Asked for beyond what would fit if all were of the size seen last, as some are smaller.
MARGIN: Final = 1.5


class ReadAhead:
    """Asks for as many rows of a table as fit by the size of those read last.

    Google's client takes more of a result into memory than is used of it, and the store has read it all the same. Two
    threads may both note what they saw: whichever comes last is remembered.
    """

    def __init__(self) -> None:
        self._means: dict[str, float] = {}

    def rows(self, table: str, *, limit: int, size: int) -> int:
        """Return how many to ask for: at most `limit`, and otherwise at least two, which shows whether one is all."""
        mean = self._means.get(table)
        return min(limit, FIRST_ROWS if mean is None else max(2, ceil(size / max(1.0, mean) * MARGIN)))

    def note(self, table: str, sizes: Sequence[int]) -> None:
        """Remember how many bytes rows of the table have on average."""
        if sizes:
            self._means[table] = sum(sizes) / len(sizes)
