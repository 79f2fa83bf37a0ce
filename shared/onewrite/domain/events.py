"""Events: as a domain declares them, as they are appended, and as the store has recorded them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, TypeAlias

from pydantic import BaseModel, ConfigDict

from onewrite.domain.canonical import canonical
from onewrite.domain.streams import StreamId

Json: TypeAlias = Any
JsonObject: TypeAlias = Mapping[str, Any]


class Event(BaseModel):
    """An immutable fact, in past tense. Declare `class UserCreated(Event, type="UserCreated", schema_version=1)`.

    The type is stored for ever, so it is spelled out and not derived from the name of the class.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    event_type: ClassVar[str]
    schema_version: ClassVar[int]

    def __init_subclass__(cls, *, type: str = "", schema_version: int = 1) -> None:  # noqa: A002 - the word that users read
        super().__init_subclass__()
        if not type:
            raise TypeError(f'{cls.__name__} needs a stable name: class {cls.__name__}(Event, type="…")')
        cls.event_type = type
        cls.schema_version = schema_version


@dataclass(frozen=True, slots=True)
class Metadata:
    """Where an event comes from. All events that one request caused have the same `correlation_id`."""

    correlation_id: str
    causation_id: str
    actor: str | None = None
    traceparent: str | None = None


@dataclass(frozen=True, slots=True)
class NewEvent:
    """An event that was decided and is not stored yet. Its id is fixed, so that a repeated commit is recognised."""

    event_id: str
    event_type: str
    schema_version: int
    data: JsonObject
    metadata: Metadata

    @classmethod
    def of(cls, event: Event, *, event_id: str, metadata: Metadata) -> "NewEvent":
        data = canonical(event.model_dump(mode="json"))
        return cls(event_id, event.event_type, event.schema_version, data, metadata)


@dataclass(frozen=True, slots=True)
class RecordedEvent:
    """An event in the store. The versions of a stream are dense from 1; `committed_at` is the store's time."""

    stream: StreamId
    version: int
    event_id: str
    event_type: str
    schema_version: int
    data: JsonObject = field(repr=False)
    metadata: Metadata
    committed_at: datetime
