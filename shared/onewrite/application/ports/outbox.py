"""The outbox: obligations to publish, spread over shards, each swept under a lease."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol
from zlib import crc32

from onewrite.domain.events import RecordedEvent
from onewrite.domain.streams import StreamId

#: How many shards the outbox has. May grow; must never shrink, or rows are left where nobody sweeps.
SHARDS = 16
#: More rows than that are not counted: after an outage nobody should wait for the exact number.
MAX_COUNTED_ROWS = 10_000


def shard_of(stream: StreamId) -> int:
    return crc32(str(stream).encode()) % SHARDS


@dataclass(frozen=True, order=True, slots=True)
class Pointer:
    """One row of the outbox, in the order of its key: this event, of so many bytes, is still to be published.

    Who doesn't read it from the outbox doesn't know the size.
    """

    shard: int
    committed_at: datetime
    stream: StreamId
    version: int
    size: int = field(default=0, compare=False)

    def __hash__(self) -> int:
        return hash((self.stream, self.version))

    @classmethod
    def to(cls, event: RecordedEvent) -> "Pointer":
        return cls(shard_of(event.stream), event.committed_at, event.stream, event.version, event.size)


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to move the watermark of one shard, until it expires by the store's clock or is taken over."""

    shard: int
    fencing_token: int


@dataclass(frozen=True, slots=True)
class ShardMarks:
    """The watermark of each shard that has one (everything below it is published), and the store's time."""

    now: datetime
    watermarks: Mapping[int, datetime]


@dataclass(frozen=True, slots=True)
class ShardStatus:
    """Everything below the watermark is published. `holder` is who has the lease now; None while it is free."""

    shard: int
    watermark: datetime | None = None
    holder: str | None = None
    lease_expires_at: datetime | None = None


class Outbox(Protocol):
    """Every method raises Unavailable when the store can't answer."""

    def read_marks(self) -> ShardMarks:
        """Return the watermarks of all shards. One round trip."""

    def read(self, shards: Collection[int], marks: ShardMarks, *, before: datetime, limit: int) -> tuple[Pointer, ...]:
        """Return rows of these shards from their watermarks up to `before`, in key order. One round trip."""

    def acquire(self, shards: Collection[int], holder: str, duration: timedelta) -> tuple[Lease, ...]:
        """Take the leases that are free, expired or already the holder's; each with a new fencing token."""

    def complete(self, leases: Collection[Lease], cleared: Sequence[Pointer], marks: Mapping[int, datetime]) -> None:
        """Delete the rows cleared, move the watermarks of the leased shards, give these back: in one transaction.

        Raises LeaseLost if any token is no longer valid; then nothing is changed.
        """

    def release(self, leases: Collection[Lease]) -> None:
        """Give the leases back; those that were lost are left alone."""

    def clear(self, pointers: Sequence[Pointer]) -> None:
        """Delete exactly these rows, without any lease. Deleting what is gone is fine. One round trip."""

    def remaining(self, pointers: Collection[Pointer]) -> tuple[Pointer, ...]:
        """Return those of the rows that are still there, in key order. One round trip."""

    def oldest(self) -> datetime | None:
        """Return when the oldest row was committed that a sweep would find; None when everything is published."""

    def count(self) -> int:
        """Return how many rows a sweep would find; MAX_COUNTED_ROWS + 1 if there are more than that."""

    def look(self) -> tuple[ShardStatus, ...]:
        """Return the status of every shard, in order. One round trip."""
