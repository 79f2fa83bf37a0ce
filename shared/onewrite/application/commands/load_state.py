"""Load the state of a stream from its snapshot and the events after the snapshot."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from onewrite.application.ports.event_store import EventStore, Head, Snapshot
from onewrite.domain.decider import Decider, fold
from onewrite.domain.event_types import EventTypes
from onewrite.domain.events import NewEvent, RecordedEvent


@dataclass(frozen=True)
class LoadState:
    """Needs no round trip if the snapshot is at the version of the head, else one for each page of events."""

    decider: Decider[Any]
    event_types: EventTypes
    store: EventStore

    def __call__(self, head: Head) -> Any:
        state = self._state_in(head.snapshot)
        known = head.snapshot.version if head.snapshot and state is not None else 0
        if known == head.version:
            return self.fold((), state)
        return self.fold(self.store.read_stream(head.stream, after=known, upto=head.version), state)

    def _state_in(self, snapshot: Snapshot | None) -> Any:
        """Return the state, or None if today's code can't use the snapshot; then all events are folded again."""
        if snapshot is None or (snapshot.state_version, snapshot.state_schema) != (
            self.decider.state_version,
            self.decider.state_schema,
        ):
            return None
        with suppress(ValidationError):
            return type(self.decider.initial_state()).model_validate(snapshot.state)
        return None

    def fold(self, events: Iterable[RecordedEvent | NewEvent], state: Any = None) -> Any:
        """Decode events into today's schema and fold them. Raises UndecodableEvent."""
        return fold(self.decider, map(self.event_types.decode, events), state)


def snapshot_of(decider: Decider[Any], state: Any, version: int) -> Snapshot:
    """Return the snapshot that `LoadState` reads again, as long as neither fold nor fields of the state change."""
    return Snapshot(version, decider.state_version, decider.state_schema, state.model_dump(mode="json"))
