"""What a group remembers, and the only steps that change it. Each step is atomic; times are those of the store."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from spanner_changes.partitions.partition import Lease, Partition
from spanner_changes.records.partitions import Child


@dataclass(frozen=True, slots=True)
class GroupView:
    """A group at one time: the instances that are alive, and its partitions."""

    now: datetime
    members: tuple[str, ...]
    partitions: tuple[Partition, ...]


class GroupState(Protocol):
    """The state of one group."""

    def begin(self, at: datetime | None = None) -> None:
        """Let the group start at this time, or now. Does nothing if it has started."""
        ...

    def start_over(self, at: datetime, lease: Lease | None = None) -> None:
        """Forget all partitions and start at this time; every lease is lost. Raises LeaseLost if one is given."""
        ...

    def beat(self, member: str, lease: timedelta) -> None:
        """Say that the instance is alive, and that all its leases are to be respected for so long."""
        ...

    def leave(self, member: str) -> None:
        """Free all partitions that the instance holds, and take it off the list."""
        ...

    def look(self) -> GroupView:
        """Return the state, read at one time."""
        ...

    def claim(self, member: str, tokens: Collection[str]) -> Sequence[Partition]:
        """Take, and return, those of the open partitions that no other instance holds whose leases still count.

        An instance may claim what it holds already, and then its lease of before is lost.
        """
        ...

    def hand_over(self, lease: Lease, watermark: datetime) -> None:
        """Move the watermark as `advance` does and free the partition. Raises LeaseLost, and then changes nothing."""
        ...

    def advance(self, lease: Lease, watermark: datetime, *, waits_at: datetime | None = None) -> None:
        """Move the watermark; a failure that it passes is over. Raises LeaseLost, and then changes nothing."""
        ...

    def fail(self, lease: Lease, watermark: datetime, *, at: datetime, error: str, retry_after: timedelta) -> None:
        """Keep the failure of the change at `at`; the watermark moves up to before it. Raises LeaseLost."""
        ...

    def discover(self, lease: Lease, children: Iterable[Child], starting_at: datetime) -> None:
        """Add the children that aren't known. Raises LeaseLost."""
        ...

    def end(self, lease: Lease, at: datetime, children: Iterable[Child] = ()) -> None:
        """The partition was followed to its end: add the children that aren't known, free it. Raises LeaseLost."""
        ...

    def forget(self, tokens: Collection[str]) -> None:
        """Remove partitions that ended."""
        ...
