"""Events without their data."""

from datetime import datetime
from typing import Self

from onewrite.adapters.models import Model
from onewrite.application.ports.inspection import Envelope


class EventReport(Model):
    """An event without its data."""

    stream_id: str
    version: int
    event_id: str
    type: str
    schema_version: int
    committed_at: datetime
    actor: str | None
    correlation_id: str
    causation_id: str
    traceparent: str | None

    @classmethod
    def of(cls, event: Envelope) -> Self:
        return cls(
            stream_id=str(event.stream),
            version=event.version,
            event_id=event.event_id,
            type=event.event_type,
            schema_version=event.schema_version,
            committed_at=event.committed_at,
            actor=event.metadata.actor,
            correlation_id=event.metadata.correlation_id,
            causation_id=event.metadata.causation_id,
            traceparent=event.metadata.traceparent,
        )
