"""What a comparison of heads with checkpoints has found; it is added up over pages, ranges and instances."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from pydantic import TypeAdapter


@dataclass
class Counts:
    """The counts of one projection; a stream counts once for each generation that is kept up to date.

    `ahead` counts streams of which the view has applied more than the store holds, also of those that the store does
    not have at all; only a rebuild corrects that. `left` counts what still lags after the walk, and is not parked.
    """

    lagging: int = 0
    healed: int = 0
    ahead: int = 0
    oldest_lagging: datetime | None = None
    left: int = 0

    def add(self, other: "Counts") -> None:
        self.lagging += other.lagging
        self.healed += other.healed
        self.ahead += other.ahead
        self.left += other.left
        self.oldest_lagging = oldest(self.oldest_lagging, other.oldest_lagging)

    def afterwards(self) -> "Counts":
        """Return the counts as they were when the walk had ended."""
        return Counts(lagging=self.left, ahead=self.ahead, oldest_lagging=self.oldest_lagging if self.left else None)


@dataclass
class Found:
    """How many heads were compared, and the counts of each projection."""

    heads: int = 0
    projections: dict[str, Counts] = field(default_factory=dict)

    def add(self, other: "Found") -> None:
        self.heads += other.heads
        for projection, counts in other.projections.items():
            self.projections.setdefault(projection, Counts()).add(counts)

    def afterwards(self) -> "Found":
        return Found(self.heads, {name: counts.afterwards() for name, counts in self.projections.items()})

    @classmethod
    def all_of(cls, several: Iterable["Found"]) -> "Found":
        total = cls()
        for found in several:
            total.add(found)
        return total


#: Between what was found and JSON.
FOUND: Final = TypeAdapter(Found)


def oldest(*times: datetime | None) -> datetime | None:
    return min((time for time in times if time), default=None)
