"""Show what a stream holds: the data of its events, its states, and its rows in views. That is on record."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from onewrite.application.operations.streams.rows_of_stream import RowsOfStream, ShownRows
from onewrite.application.operations.streams.states_of_stream import States, StatesOfStream
from onewrite.application.operations.streams.views_of_streams import ViewsOfStreams
from onewrite.application.ports.audit_log import Actor, AuditLog, Operation
from onewrite.application.ports.event_store import EventStore
from onewrite.domain.streams import StreamId
from onewrite.errors import DataHidden, StreamNotFound, VersionNotFound

#: So many versions are shown at once, and so many if nobody says which.
MOST_VERSIONS: Final = 50
USUAL_VERSIONS: Final = 20


@dataclass(frozen=True, slots=True)
class ShownData:
    """A stream at its `version`; the versions from `first` on, and the rows that views hold of it now."""

    stream: StreamId
    version: int
    first: int
    states: States
    rows: Sequence[ShownRows]


@dataclass(frozen=True)
class ShowData:
    """`is_allowed` is a setting. The audit log has the stream, the versions and who asked, and none of the data."""

    is_allowed: bool
    store: EventStore
    states_of: StatesOfStream
    views_of: ViewsOfStreams
    rows_of: RowsOfStream
    audit_log: AuditLog

    def __call__(
        self, stream: StreamId, actor: Actor, *, first: int | None = None, last: int | None = None
    ) -> ShownData:
        """Show the versions from `first` to `last`, or the newest ones.

        Raises DataHidden, StreamNotFound, VersionNotFound and Unavailable.
        """
        if not self.is_allowed:
            raise DataHidden
        head = self.store.read_head(stream)
        if not head.version:
            raise StreamNotFound(str(stream))
        first, last = _range(head.version, first, last)
        if first > head.version:
            raise VersionNotFound(str(stream), first, head.version)
        shown = {"first": first, "last": last}
        self.audit_log.append(Operation("show-data", actor, stream_id=str(stream), details=shown))
        states = self.states_of(head, first, self.store.read_stream(stream, after=first - 1, upto=last))
        return ShownData(stream, head.version, first, states, self.rows_of(stream, self.views_of([stream])[stream]))


def _range(version: int, first: int | None, last: int | None) -> tuple[int, int]:
    """Return the first and the last version to show; those that were named, as far as they are there."""
    if first is None:
        last = min(last or version, version)
        return max(1, last - USUAL_VERSIONS + 1), last
    return first, min(last or version, version, first + MOST_VERSIONS - 1)
