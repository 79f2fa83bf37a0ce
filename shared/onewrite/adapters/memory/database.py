"""The tables of the embedded store, under one lock; each commit gets a later time than the commit before it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import RLock

from onewrite.application.ports.audit_log import AuditEntry, Operation
from onewrite.application.ports.event_store import CommandResult, Head
from onewrite.application.ports.generations import Generations
from onewrite.application.ports.outbox import Pointer
from onewrite.application.ports.unpublishable_events import UnpublishableEvent
from onewrite.application.ports.views import Checkpoint
from onewrite.application.ports.walks import Walk, WalkRange, WalkReport
from onewrite.domain.events import RecordedEvent
from onewrite.domain.streams import StreamId
from onewrite.domain.views import Key, Row

BEFORE_ALL_COMMITS = datetime.min.replace(tzinfo=UTC)
TICK = timedelta(microseconds=1)


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass
class Shard:
    """One row of relay_shards."""

    watermark: datetime | None = None
    holder: str | None = None
    fencing_token: int = 0
    lease_expires_at: datetime | None = None


@dataclass
class HeldRange:
    """One row of walk_ranges."""

    range: WalkRange
    holder: str | None = None
    fencing_token: int = 0
    lease_expires_at: datetime | None = None


@dataclass
class MemoryDatabase:
    """The tables of infra/schema, by the same names and in the same order."""

    clock: Callable[[], datetime] = utc_now
    lock: RLock = field(default_factory=RLock)
    streams: dict[StreamId, Head] = field(default_factory=dict)
    events: dict[StreamId, list[RecordedEvent]] = field(default_factory=dict)
    #: The same events in the order of their commits, as a change stream has them.
    log: list[RecordedEvent] = field(default_factory=list)
    commands: dict[tuple[StreamId, str], CommandResult] = field(default_factory=dict)
    outbox: set[Pointer] = field(default_factory=set)
    relay_shards: dict[int, Shard] = field(default_factory=dict)
    checkpoints: dict[tuple[str, int, StreamId], Checkpoint] = field(default_factory=dict)
    projections: dict[str, Generations] = field(default_factory=dict)
    rows: dict[tuple[str, int], dict[Key, Row]] = field(default_factory=dict)
    operations: list[AuditEntry] = field(default_factory=list)
    #: Without their ranges, which are beside them.
    walks: dict[str, Walk] = field(default_factory=dict)
    walk_reports: dict[str, WalkReport] = field(default_factory=dict)
    walk_ranges: dict[tuple[str, int, int], HeldRange] = field(default_factory=dict)
    unpublishable_events: dict[tuple[str, int], UnpublishableEvent] = field(default_factory=dict)
    _last_commit: datetime = BEFORE_ALL_COMMITS

    def commit_timestamp(self) -> datetime:
        """Return a time later than any before it. Call with the lock held."""
        self._last_commit = max(self.clock(), self._last_commit + TICK)
        return self._last_commit

    def now(self) -> datetime:
        """Return a time that no commit from here on will have."""
        with self.lock:
            return self.commit_timestamp()

    def commit_after(self, time: datetime) -> None:
        """Let all commits from here on be later than this. Call with the lock held."""
        self._last_commit = max(self._last_commit, time)

    def audit(self, operation: Operation) -> None:
        """Log an operation. Call with the lock held."""
        self.operations.append(AuditEntry(operation, self.commit_timestamp()))
