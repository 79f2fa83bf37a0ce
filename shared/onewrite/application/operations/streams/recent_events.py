"""The flow: what was committed last, whether it was published, and which views have it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from onewrite.application.latest import Latest
from onewrite.application.operations.streams.newest_events import Committed, NewestEvents
from onewrite.application.operations.streams.views_of_streams import ViewOfStream, ViewsOfStreams
from onewrite.application.ports.event_store import EventStore
from onewrite.application.ports.inspection import Envelope, Inspection
from onewrite.application.ports.outbox import Outbox, Pointer

#: So many events are kept in memory.
KEPT: Final = 100
#: For so long what was read is good for everybody.
GOOD_SECONDS: Final = 1.0
#: While somebody asks the store, the others are told what was known before, if it isn't older.
MEANWHILE_SECONDS: Final = 10.0


@dataclass(frozen=True, slots=True)
class RecentEvent:
    """An event, whether its outbox row is still there, and the active generations of the views that read it."""

    event: Envelope
    in_outbox: bool
    views: Sequence[ViewOfStream]


@dataclass(frozen=True, slots=True)
class Flow:
    """All events with after < committed_at <= upto, in the order of their commits."""

    events: Sequence[RecentEvent]
    after: datetime
    upto: datetime


@dataclass(frozen=True, slots=True)
class Known:
    committed: Committed
    events: Mapping[Pointer, RecentEvent]


@dataclass
class RecentEvents:
    """Shared by all who ask this process: one of them asks the store, at most once a second."""

    store: EventStore
    newest: NewestEvents
    inspection: Inspection
    outbox: Outbox
    views_of: ViewsOfStreams
    clock: Callable[[], float]
    _known: Latest[Known] = field(init=False)

    def __post_init__(self) -> None:
        self._known = Latest(self.clock)

    def __call__(self, *, limit: int, after: datetime | None = None) -> Flow:
        """Return the last events, or the first ones behind a time; more than `limit` only to the end of a commit.

        Raises Unavailable, and OperationRefused for a time long ago, or where the store tells of no commits.
        """
        known = self._known.get(self._read, max_age=GOOD_SECONDS, meanwhile=MEANWHILE_SECONDS)
        committed, events = known.committed, known.events
        if after is None:
            wanted = committed.last(limit)
        elif after >= committed.after:
            wanted = committed.behind(after).first(limit)
        else:
            wanted = self.newest.behind(after, committed.upto, limit=limit)
            events = self._look(wanted)
        return Flow([events[one] for one in wanted.pointers if one in events], wanted.after, wanted.upto)

    def _read(self, before: Known | None) -> Known:
        now = self.store.now()
        committed = (
            self.newest.added(before.committed, now, limit=KEPT) if before else self.newest.before(now, limit=KEPT)
        )
        return Known(committed, self._look(committed))

    def _look(self, committed: Committed) -> Mapping[Pointer, RecentEvent]:
        """Read the events, their outbox rows and the checkpoints of their streams: a round trip each."""
        if not committed.pointers:
            return {}
        at = {(one.stream, one.version): one for one in committed.pointers}
        waiting = frozenset(self.outbox.remaining(committed.pointers))
        views = self.views_of({one.stream for one in committed.pointers}, only_active=True)
        found = ((at[event.stream, event.version], event) for event in self.inspection.envelopes(list(at)))
        return {pointer: RecentEvent(event, pointer in waiting, views[event.stream]) for pointer, event in found}
