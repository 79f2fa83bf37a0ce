"""The ranges of streams that a rebuild is cut into: progress that outlives any instance."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol


@dataclass(frozen=True, slots=True)
class RebuildRange:
    """Streams with after < stream id <= upto, as text ("" and None are the ends); done up to `position`.

    The first range has the number 1.
    """

    number: int
    after: str
    upto: str | None
    position: str
    is_done: bool = False
    streams: int = 0
    events: int = 0


@dataclass(frozen=True, slots=True)
class RangeLease:
    """The right to move the position of one range."""

    projection: str
    generation: int
    range: RebuildRange
    fencing_token: int


def evenly(ids: Sequence[str], wanted: int) -> Sequence[str]:
    """Return those of the sorted ids that cut them into at most `wanted` ranges of about the same size."""
    size = max(1, -(-len(ids) // wanted))
    return ids[size - 1 : -1 : size]


class RebuildRanges(Protocol):
    """Every method raises Unavailable when the store can't answer."""

    def cut(self, wanted: int) -> Sequence[str]:
        """Return stream ids that cut all streams into at most `wanted` ranges of about the same size."""

    def create(self, projection: str, generation: int, ranges: Sequence[RebuildRange]) -> None:
        """Write the ranges; where there are some already, those are left as they are, and none is added."""

    def read(self, projection: str, generation: int) -> Sequence[RebuildRange]:
        """Return all ranges, in order."""

    def acquire(self, projection: str, generation: int, holder: str, duration: timedelta) -> RangeLease | None:
        """Take a lease on one range that isn't done and that nobody holds; None when there is none."""

    def save(self, lease: RangeLease, progress: RebuildRange, duration: timedelta) -> None:
        """Write the progress and hold the lease for `duration` from now. Raises LeaseLost."""

    def delete(self, projection: str, generation: int | None = None) -> None:
        """Forget the ranges of one generation, or of all."""
