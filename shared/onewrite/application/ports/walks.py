"""Walks over all streams: cut into ranges under leases, with progress that outlives any instance."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from onewrite.domain.events import JsonObject


@dataclass(frozen=True, slots=True)
class WalkRange:
    """Streams with after < stream id <= upto, as text ("" and None are the ends); done up to `position`.

    The first range has the number 1. `found` is what the walk has found in it so far.
    """

    number: int
    after: str
    upto: str | None
    position: str
    is_done: bool = False
    found: JsonObject = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Walk:
    """A walk of a name: the so-manieth. It is under way as long as it has ranges."""

    name: str
    number: int
    began_at: datetime
    ranges: Sequence[WalkRange] = ()

    @property
    def is_walked(self) -> bool:
        """Whether all streams were walked, and only the report is missing."""
        return bool(self.ranges) and all(one.is_done for one in self.ranges)


@dataclass(frozen=True, slots=True)
class WalkReport:
    """What the last walk of a name found that came to its end."""

    number: int
    ended_at: datetime
    report: JsonObject


@dataclass(frozen=True, slots=True)
class RangeLease:
    """The right to move the position of one range."""

    walk: str
    number: int
    range: WalkRange
    fencing_token: int


def evenly(ids: Sequence[str], wanted: int) -> Sequence[str]:
    """Return those of the sorted ids that cut them into at most `wanted` ranges of about the same size."""
    size = max(1, -(-len(ids) // wanted))
    return ids[size - 1 : -1 : size]


def between(cuts: Sequence[str]) -> Iterator[WalkRange]:
    """Yield the ranges that begin and end at these cuts."""
    for number, (after, upto) in enumerate(zip(("", *cuts), (*cuts, None), strict=True), start=1):
        yield WalkRange(number, after, upto, position=after)


class Walks(Protocol):
    """Every method raises Unavailable when the store can't answer."""

    def cut(self, wanted: int) -> Sequence[str]:
        """Return stream ids that cut all streams into at most `wanted` ranges of about the same size."""

    def begin(self, name: str, ranges: Sequence[WalkRange], *, anew: bool = False) -> Walk:
        """Begin the next walk of this name, unless one is under way; return the one that is.

        With `anew` the one under way is given up. It began, by the store's clock, before any stream was walked.
        """

    def read(self, name: str) -> Walk | None:
        """Return the last walk of this name that has begun; None if there was none."""

    def read_all(self) -> Mapping[str, Walk]:
        """Return the walks that are under way, by name."""

    def report(self, name: str) -> WalkReport | None:
        """Return the report of the last walk of this name that came to its end."""

    def acquire(self, name: str, holder: str, duration: timedelta) -> RangeLease | None:
        """Take a lease on one range that isn't done and that nobody holds; None when there is none."""

    def save(self, lease: RangeLease, progress: WalkRange, duration: timedelta) -> None:
        """Write the progress and hold the lease for `duration` from now. Raises LeaseLost."""

    def end(self, walk: Walk, report: JsonObject) -> bool:
        """Keep the report and forget the ranges; False if somebody else has ended that walk, or given it up."""

    def forget(self, names: Collection[str]) -> None:
        """Forget these walks, their ranges and their reports."""
