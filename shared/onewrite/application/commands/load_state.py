"""Load the state of a stream from its snapshot and the events after the snapshot."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from onewrite.application.ports.event_store import EventStore, Head, Snapshot
from onewrite.domain.decider import Decider, fold
from onewrite.domain.events import NewEvent, RecordedEvent
from onewrite.domain.model import Domain
from onewrite.domain.streams import StreamId


@dataclass(frozen=True)
class LoadState:
    """Needs no round trip if the snapshot is at the version of the head, else one for each page of events."""

    domain: Domain
    store: EventStore

    def __call__(self, head: Head) -> Any:
        state = _state_in(head.snapshot, self.domain.aggregate(head.stream).decider)
        known = head.snapshot.version if head.snapshot and state is not None else 0
        if known == head.version:
            return self.fold(head.stream, ()) if state is None else state
        return self.fold(head.stream, self.store.read_stream(head.stream, after=known, upto=head.version), state)

    def fold(self, stream: StreamId, events: Iterable[RecordedEvent | NewEvent], state: Any = None) -> Any:
        """Decode events of the stream into today's schema and fold them. Raises UndecodableEvent."""
        aggregate = self.domain.aggregate(stream)
        return fold(aggregate.decider, map(aggregate.event_types.decode, events), state)


def is_of_today(snapshot: Snapshot, decider: Decider[Any]) -> bool:
    """Tell whether today's fold made it, of a state with today's fields."""
    return (snapshot.state_version, snapshot.state_schema) == (decider.state_version, decider.state_schema)


def _state_in(snapshot: Snapshot | None, decider: Decider[Any]) -> Any:
    """Return the state, or None if today's code can't use the snapshot; then all events are folded again."""
    if snapshot is None or not is_of_today(snapshot, decider):
        return None
    try:
        return decider.state_class.model_validate(snapshot.state)
    except ValidationError:
        return None
