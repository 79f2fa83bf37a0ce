"""Unpublishable events: outbox rows that were set aside, so that they hold up no other."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from onewrite.application.ports.audit_log import Operation
from onewrite.application.ports.outbox import Pointer
from onewrite.domain.streams import StreamId

#: So much of a cause is kept.
CAUSE_CHARACTERS = 1024


@dataclass(frozen=True, slots=True)
class UnpublishableEvent:
    """An event that is still to be published, and why it could not be."""

    stream: StreamId
    version: int
    size: int
    cause: str
    set_aside_at: datetime


class UnpublishableEvents(Protocol):
    """Every method raises Unavailable when the store can't answer."""

    def set_aside(self, causes: Mapping[Pointer, str]) -> None:
        """Move these rows out of the outbox, each with its cause; to repeat it is fine. One round trip."""

    def read(self, stream: StreamId | None = None, *, limit: int) -> tuple[UnpublishableEvent, ...]:
        """Return those of this stream or of all, in the order of stream and version. One round trip."""

    def retry(self, events: Collection[UnpublishableEvent], operation: Operation) -> None:
        """Move them back into the outbox, as its youngest rows, and log the operation. One round trip."""

    def abandon(self, events: Collection[UnpublishableEvent], operation: Operation) -> None:
        """Forget them, and log the operation. One round trip."""
