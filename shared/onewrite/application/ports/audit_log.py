"""Operations: who did what to the views, when and why."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from onewrite.domain.events import JsonObject


@dataclass(frozen=True, slots=True)
class By:
    """Who does it, and why."""

    actor: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Operation:
    """One line of the record; its time is the commit's."""

    operation: str
    by: By
    projection: str | None = None
    stream_id: str | None = None
    details: JsonObject = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Performed:
    """An operation as it was recorded."""

    operation: Operation
    performed_at: datetime


class Operations(Protocol):
    def record(self, operation: Operation) -> None:
        """Write down what changes nothing else in the store. One round trip. Raises Unavailable."""

    def newest(self, *, limit: int) -> Sequence[Performed]:
        """Return the newest operations, the newest first. Raises Unavailable."""
