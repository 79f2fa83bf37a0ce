"""Models of the responses; both the JSON and the OpenAPI schemas are made from them."""

from datetime import datetime
from typing import Generic, Self, TypeVar

from onewrite.adapters.models import Model
from onewrite.domain.events import Json, RecordedEvent

Row = TypeVar("Row")
State = TypeVar("State")


class Event(Model):
    event_id: str
    version: int
    type: str
    schema_version: int
    data: dict[str, Json]
    correlation_id: str
    causation_id: str
    committed_at: datetime

    @classmethod
    def of(cls, event: RecordedEvent) -> Self:
        return cls(
            event_id=event.event_id,
            version=event.version,
            type=event.event_type,
            schema_version=event.schema_version,
            data=dict(event.data),
            correlation_id=event.metadata.correlation_id,
            causation_id=event.metadata.causation_id,
            committed_at=event.committed_at,
        )


class History(Model):
    stream_id: str
    version: int
    events: list[Event]
    next_page_token: str | None


class PastState(Model, Generic[State]):
    """The state that the stream had at that version."""

    stream_id: str
    version: int
    state: State


class Page(Model, Generic[Row]):
    rows: list[Row]
    next_page_token: str | None
