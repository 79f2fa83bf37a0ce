"""Events: what a domain declares, what is about to be appended, and what the store has recorded."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, TypeAlias

from pydantic import BaseModel, ConfigDict

from onewrite.domain.streams import StreamId

Json: TypeAlias = Any
JsonObject: TypeAlias = Mapping[str, Any]


class Event(BaseModel):
    """A fact, past tense, immutable. Declare `class UserCreated(Event, type="UserCreated", schema_version=1)`.

    The type is what is stored for ever, so it is spelled out and never taken from the class's path.
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
    """Where an event comes from. `correlation_id` names all that one request set off."""

    correlation_id: str
    causation_id: str
    actor: str | None = None
    traceparent: str | None = None


@dataclass(frozen=True, slots=True)
class NewEvent:
    """An event that was decided and isn't stored yet; its id is fixed, so that a repeat can be recognised."""

    event_id: str
    event_type: str
    schema_version: int
    data: JsonObject
    metadata: Metadata

    @classmethod
    def of(cls, event: Event, *, event_id: str, metadata: Metadata) -> "NewEvent":
        data = event.model_dump(mode="json")
        return cls(event_id, event.event_type, event.schema_version, data, metadata)


@dataclass(frozen=True, slots=True)
class RecordedEvent:
    """An event as the store holds it: versions of a stream are dense from 1, `committed_at` is the store's time."""

    stream: StreamId
    version: int
    event_id: str
    event_type: str
    schema_version: int
    data: JsonObject = field(repr=False)
    metadata: Metadata
    committed_at: datetime
