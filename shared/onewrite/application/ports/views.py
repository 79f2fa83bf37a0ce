"""Views and checkpoints: what advance changes in one transaction."""

from collections.abc import Callable, Collection, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Protocol, TypeAlias, TypeVar

from onewrite.application.ports.audit_log import Operation
from onewrite.application.ports.view_scan import ViewScan
from onewrite.domain.events import RecordedEvent
from onewrite.domain.streams import StreamId
from onewrite.domain.views import Key, Row, Table

T = TypeVar("T")
#: More parked streams than that are not counted: nobody should wait for the exact number.
MAX_COUNTED_PARKED: Final = 10_000


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a checkpoint stands where it stands. The error's text holds no personal data."""

    version: int
    event_id: str
    event_type: str
    error_class: str
    error: str
    attempts: int
    first_failed_at: datetime
    last_failed_at: datetime


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How far one generation of a projection has applied a stream; `parked_at` is set while it is parked."""

    stream: StreamId
    version: int = 0
    failure: Failure | None = None
    parked_at: datetime | None = None
    #: When the store had it changed the last time; None where nobody asked for that.
    updated_at: datetime | None = field(default=None, compare=False)

    @property
    def is_parked(self) -> bool:
        return self.parked_at is not None

    def at(self, version: int) -> "Checkpoint":
        return Checkpoint(self.stream, version, updated_at=self.updated_at)


@dataclass(frozen=True, slots=True)
class ParkedCount:
    """How many streams are parked, at most one more than MAX_COUNTED_PARKED; and since when, of the longest parked."""

    number: int = 0
    oldest: datetime | None = None


#: One generation of a projection, by the projection's name: what a transaction brings up to date.
Target: TypeAlias = tuple[str, int]
#: A parked checkpoint, with its generation.
Parked: TypeAlias = tuple[int, Checkpoint]


def place_of(parked: Parked) -> tuple[datetime | None, int, str]:
    """Return what parked checkpoints are in the order of."""
    generation, checkpoint = parked
    return checkpoint.parked_at, generation, str(checkpoint.stream)


@dataclass(frozen=True, slots=True)
class Put:
    """Write these columns of a row; the others keep what they had."""

    table: Table
    row: Row

    def make(self, rows: MutableMapping[Key, Row]) -> None:
        """Make the change in these rows of the table."""
        key = self.table.key_of(self.row)
        rows[key] = {**dict.fromkeys(self.table.columns), **rows.get(key, {}), **self.row}


@dataclass(frozen=True, slots=True)
class Delete:
    """Delete every row whose key starts like this."""

    table: Table
    key: Key

    def make(self, rows: MutableMapping[Key, Row]) -> None:
        """Make the change in these rows of the table."""
        if len(self.key) == len(self.table.key):
            rows.pop(self.key, None)
            return
        for key in [key for key in rows if key[: len(self.key)] == self.key]:
            del rows[key]


@dataclass(frozen=True, slots=True)
class FirstEvents:
    """What a read has returned of each stream after a version; there may be more unless it `is_all`."""

    after: Mapping[StreamId, int]
    events: Sequence[RecordedEvent]
    is_all: bool

    def leave_no_gap_behind(self, versions: Mapping[StreamId, int]) -> bool:
        """Tell whether streams that are at these versions go on with these events."""
        return all(self.after.get(stream, version + 1) <= version for stream, version in versions.items())


class ViewReads(Protocol):
    """What can be read of one generation of one projection, and of the events that it comes from."""

    def read_checkpoints(self, streams: Collection[StreamId]) -> Mapping[StreamId, Checkpoint]:
        """Return the checkpoint of each stream; at version 0 where there is none yet. One round trip."""

    def read_events(self, after: Mapping[StreamId, int], *, limit: int, size: int) -> FirstEvents:
        """Return the first events after these versions, in order of stream and version. One round trip.

        They are at most `limit`, of at most `size` bytes or a single larger one. As they come one by one, not even the
        next one behind them but one is in memory.
        """


class ViewSnapshot(ViewReads, Protocol):
    """All of it as of one instant, without locks."""

    def checkpoints_between(self, after: str, upto: str, *, limit: int) -> Sequence[Checkpoint]:
        """Return checkpoints with after < stream id <= upto, in the order of their ids as text. One round trip."""

    def read_rows(self, table: Table, *, after: str, upto: str | None) -> Iterator[Row]:
        """Yield the rows with after < leading key column <= upto, in key order. A round trip for each page of them."""


class ViewTransaction(ViewReads, Protocol):
    """One read-write transaction over the checkpoints and rows; others may share it, see JointTransaction."""

    def read_row(self, table: Table, key: Key) -> Row | None:
        """Return the row as it was before this transaction. One round trip."""

    def read_under(self, table: Table, keys: Collection[Key]) -> Mapping[Key, Row]:
        """Return, as they were before this transaction, the rows whose key starts with one of these. One round trip."""

    def lock_rows(self, table: Table, keys: Collection[Key]) -> Mapping[Key, Row]:
        """Return the rows under these keys that are there. One round trip.

        Other transactions that lock one of them wait for the end of this one, rather than read it in vain.
        """

    def now(self) -> datetime:
        """Return the store's time. One round trip."""

    def write(self, changes: Sequence[Put | Delete], checkpoints: Sequence[Checkpoint]) -> None:
        """Make these changes, in order, part of the commit."""

    def audit(self, operation: Operation) -> None:
        """Make the operation's entry in the audit log part of the commit."""


class JointTransaction(Protocol):
    """One read-write transaction over several targets: all that is written for them commits together."""

    def of(self, target: Target) -> ViewTransaction:
        """Return the transaction as the target's own."""

    def read_checkpoints(
        self, streams: Mapping[Target, Collection[StreamId]]
    ) -> Mapping[Target, Mapping[StreamId, Checkpoint]]:
        """Return for each target the checkpoint of each of its streams. One round trip."""

    def read_events(self, after: Mapping[StreamId, int], *, limit: int, size: int) -> FirstEvents:
        """Return the first events after these versions, as ViewReads does. One round trip."""

    def now(self) -> datetime:
        """Return the store's time. One round trip."""


class Views(Protocol):
    """Every method raises Unavailable when the store can't answer."""

    def transact_jointly(self, targets: Collection[Target], work: Callable[[JointTransaction], T]) -> T:
        """Run `work` in one transaction and commit what it wrote; `work` may run more than once.

        Raises RowsRefused when the store can't keep what was written, however often it were tried.
        """

    def transact(self, projection: str, generation: int, work: Callable[[ViewTransaction], T]) -> T:
        """Do the same for one target."""

    def read_snapshot(self, projection: str, generation: int, work: Callable[[ViewSnapshot], T]) -> T:
        """Run `work` on a snapshot of now."""

    def scan(self, generation: int, work: Callable[[ViewScan], T]) -> T:
        """Run `work` on a snapshot of now whose reads take as long as there are rows."""

    def parked(self, projection: str, *, after: Parked | None = None, limit: int) -> Sequence[Parked]:
        """Return at most `limit` parked checkpoints behind this one, the longest parked first. One round trip."""

    def count_parked(self, projection: str) -> ParkedCount:
        """Count the parked checkpoints of all generations. One round trip."""

    def drop(self, projection: str, generation: int, tables: Sequence[Table]) -> None:
        """Delete all rows and checkpoints of a generation, in as many steps as it takes; may be repeated."""

    def remove(self, projection: str, tables: Collection[str]) -> None:
        """Delete all rows of these tables, and the projection's checkpoints, in the same way; a table may be gone."""

    def read_events(
        self, targets: Collection[Target], after: Mapping[StreamId, int], *, limit: int, size: int
    ) -> FirstEvents:
        """Return for these targets the first events after these versions, as ViewReads does. No locks."""

    def read_checkpoints(self, targets: Collection[Target], stream: StreamId) -> Mapping[Target, Checkpoint]:
        """Return the stream's checkpoint for each target. One round trip, no locks."""
