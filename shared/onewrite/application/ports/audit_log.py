"""The audit log: who did what to the views, when and why."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from onewrite.domain.events import JsonObject


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does it, and why."""

    name: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Operation:
    """What an operator does to a view, or to the streams of one."""

    name: str
    actor: Actor
    projection: str | None = None
    stream_id: str | None = None
    details: JsonObject = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """An operation as the log holds it; its time is the commit's."""

    operation: Operation
    performed_at: datetime


class AuditLog(Protocol):
    def append(self, operation: Operation) -> None:
        """Log an operation that changes nothing else in the store. One round trip. Raises Unavailable."""

    def newest(self, *, limit: int) -> Sequence[AuditEntry]:
        """Return the newest entries, the newest first. Raises Unavailable."""
