"""The profile of an operation: the calls that it makes, and the rows, bytes and locks that they are about."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from typing import Final

#: Calls of which each is a round trip, whose commit makes it wait for a majority of replicas.
COMMIT: Final = "commit"
PUBLISH: Final = "publish"


@dataclass
class Profile:
    """What was counted so far. Rows that a delete finds missing cost nothing here."""

    calls: Counter[str] = field(default_factory=Counter)
    rows_read: float = 0
    bytes_read: float = 0
    rows_written: float = 0
    index_entries: float = 0
    #: The cells that count against the limit of a commit.
    cells: float = 0
    bytes_written: float = 0
    #: Rows that are read under a lock which nobody shares, and the round trips from the last such read to the commit.
    locked_rows: float = 0
    locked_trips: float = 0
    messages: float = 0
    message_bytes: float = 0

    @property
    def trips(self) -> float:
        return sum(self.calls.values())

    @property
    def spanner_trips(self) -> float:
        return self.trips - self.calls[PUBLISH]

    @property
    def writes(self) -> float:
        """Rows and index entries, each of which is a row for Spanner."""
        return self.rows_written + self.index_entries

    def minus(self, other: "Profile") -> "Profile":
        """Return what came after the other was counted."""
        numbers = {name: getattr(self, name) - getattr(other, name) for name in _numbers()}
        return Profile(self.calls - other.calls, **numbers)

    def each(self, times: float) -> "Profile":
        """Return the share of one of so many that were handled together; calls stay those of all."""
        return Profile(self.calls, **{name: getattr(self, name) / times for name in _numbers()})

    def copy(self) -> "Profile":
        return Profile(Counter(self.calls), **{name: getattr(self, name) for name in _numbers()})


def _numbers() -> Iterator[str]:
    yield from (one.name for one in fields(Profile) if one.name != "calls")
