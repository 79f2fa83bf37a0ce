"""What the store commits, as it is committed, shared among the instances of a consumer group."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Event
from typing import Protocol, TypeAlias

from onewrite.application.ports.outbox import Pointer

#: Gets events as they were committed, those of one stream in order, and each at least once. Returns when all is done.
Handle: TypeAlias = Callable[[Sequence[Pointer]], None]


@dataclass(frozen=True, slots=True)
class PartitionStatus:
    """A partition of a group: everything up to `watermark` was handled. `holder` is None while nobody holds it."""

    partition: str
    holder: str | None
    watermark: datetime
    error: str | None = None
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class GroupStatus:
    """A consumer group at one time of the store: the instances that are alive, and its open partitions."""

    group: str
    now: datetime
    members: Sequence[str]
    partitions: Sequence[PartitionStatus]

    @property
    def behind_seconds(self) -> float:
        """How far the whole group is behind: the age of the least watermark."""
        low = min((one.watermark for one in self.partitions), default=self.now)
        return max(0.0, (self.now - low).total_seconds())


class Changes(Protocol):
    def follow(self, group: str, handle: Handle, *, heal: Callable[[], datetime | None], stop: Event) -> None:
        """Be one instance of the group until `stop` is set.

        When `handle` raises, its partition stays before what failed, and comes again after a pause. `heal` has to find
        by other means what the group can't be told: it is called before a new group begins, and when changes are no
        longer kept that the group has yet to see. Only after it has returned the group goes on, from the time that it
        returns. If that is None, `heal` was stopped: then the next run calls it again. Raises Unavailable, and what
        `heal` raises before the group has begun.
        """

    def look(self, group: str) -> GroupStatus | None:
        """Return the status of the group; None if it never began."""

    def look_at_all(self) -> Sequence[GroupStatus]:
        """Return the status of every group that has begun, by name."""

    def between(self, after: datetime, upto: datetime, *, most: int) -> Sequence[Pointer] | None:
        """Return what was committed with after < time <= upto, in the order of times, streams and versions.

        None if there is more than `most`, or it was too long ago to be kept: ask for a shorter time. `upto` must not be
        to come. Raises Unavailable, and OperationRefused where the store tells nobody what it commits.
        """
