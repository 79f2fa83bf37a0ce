"""Look at events that can't be published, let them be tried again, or abandon them."""

from collections.abc import Sequence
from dataclasses import dataclass

from onewrite.application.ports.audit_log import Actor, Operation
from onewrite.application.ports.unpublishable_events import UnpublishableEvent, UnpublishableEvents
from onewrite.domain.streams import StreamId
from onewrite.errors import OperationRefused

#: So many are tried again in one commit.
MOST_EVENTS = 1000


@dataclass(frozen=True)
class Retried:
    """How many are to be tried again, and whether these were all."""

    events: int
    is_over: bool


@dataclass(frozen=True)
class Abandoned:
    """The event that is never published, and why it could not be."""

    stream_id: str
    version: int
    cause: str


@dataclass(frozen=True)
class HandleUnpublishable:
    unpublishable: UnpublishableEvents

    def look(self, stream: StreamId | None, *, limit: int) -> Sequence[UnpublishableEvent]:
        return self.unpublishable.read(stream, limit=limit)

    def retry(self, stream: StreamId | None, actor: Actor) -> Retried:
        """Let the relay try those of this stream again, or all. Raises Unavailable."""
        events = self.unpublishable.read(stream, limit=MOST_EVENTS)
        if events:
            about, details = str(stream) if stream else None, {"events": len(events)}
            self.unpublishable.retry(events, Operation("retry", actor, stream_id=about, details=details))
        return Retried(len(events), len(events) < MOST_EVENTS)

    def abandon(self, stream: StreamId, version: int, actor: Actor) -> Abandoned:
        """Never publish this one; views are not concerned. Raises OperationRefused if it was not set aside."""
        found = self.unpublishable.read(stream, limit=MOST_EVENTS)
        event = next((one for one in found if one.version == version), None)
        if event is None:
            raise OperationRefused(f"Version {version} of {stream} was not set aside: see `onewrite unpublishable`")
        details = {"version": version, "cause": event.cause}
        self.unpublishable.abandon([event], Operation("abandon", actor, stream_id=str(stream), details=details))
        return Abandoned(str(stream), version, event.cause)
