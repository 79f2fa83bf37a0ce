"""Models of the responses; both the JSON and the OpenAPI schemas are made from them."""

from datetime import datetime
from typing import Generic, Self, TypeVar

from pydantic import BaseModel, Field

from onewrite.application.commands.accept_command import Accepted
from onewrite.domain.events import Json, RecordedEvent

Row = TypeVar("Row")
State = TypeVar("State")


class Event(BaseModel):
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


class Appended(BaseModel):
    """The stream's version now, and the events that the command appended; none if nothing had to change."""

    stream_id: str
    version: int
    events: list[Event]

    @classmethod
    def of(cls, accepted: Accepted) -> Self:
        events = [Event.of(event) for event in accepted.events]
        return cls(stream_id=str(accepted.stream), version=accepted.version, events=events)


class History(BaseModel):
    stream_id: str
    version: int
    events: list[Event]
    next_page_token: str | None


class PastState(BaseModel, Generic[State]):
    """The state that the stream had at that version."""

    stream_id: str
    version: int
    state: State


class Page(BaseModel, Generic[Row]):
    rows: list[Row]
    next_page_token: str | None


class FieldError(BaseModel):
    """One problem of the request; exactly one of `pointer`, `parameter` and `header` says where it is."""

    detail: str
    pointer: str = Field(default="", description="A JSON pointer into the body, as a URI fragment")
    parameter: str = ""
    header: str = ""


class Problem(BaseModel):
    """RFC 9457. `reason` is stable, `metadata` repeats every variable part of `detail`."""

    type: str
    title: str
    status: int
    detail: str
    reason: str = Field(pattern="^[A-Z][A-Z0-9_]*$")
    metadata: dict[str, str | int]
    errors: list[FieldError] = []
