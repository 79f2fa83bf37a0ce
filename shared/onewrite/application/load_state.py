"""Load the state of a stream: from its snapshot, and from the events after it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from onewrite.application.ports.event_store import EventStore, Head
from onewrite.domain.decider import Decider, fold
from onewrite.domain.events import RecordedEvent
from onewrite.domain.upcasting import EventTypes


@dataclass(frozen=True)
class LoadState:
    """Costs no round trip while the snapshot is as new as the head, one otherwise."""

    decider: Decider[Any]
    event_types: EventTypes
    store: EventStore

    def __call__(self, head: Head) -> Any:
        snapshot, state, known = head.snapshot, None, 0
        if snapshot is not None and snapshot.state_version == self.decider.state_version:
            state, known = type(self.decider.initial_state()).model_validate(snapshot.state), snapshot.version
        if known == head.version:
            return self.fold((), state)
        return self.fold(self.store.read_stream(head.stream, after=known, upto=head.version), state)

    def fold(self, events: Iterable[RecordedEvent], state: Any = None) -> Any:
        """Fold recorded events, in today's schema. Raises UndecodableEvent."""
        return fold(self.decider, map(self.event_types.decode, events), state)
