"""Events: as a domain declares them, as they are appended, and as the store has recorded them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, TypeAlias

from pydantic import BaseModel, ConfigDict
from pydantic_core import to_json

from onewrite.domain.canonical import canonical
from onewrite.domain.streams import StreamId
from onewrite.errors import EventRetired

Json: TypeAlias = Any
JsonObject: TypeAlias = Mapping[str, Any]


class Event(BaseModel):
    """An immutable fact, in past tense. Declare `class UserCreated(Event, type="UserCreated", schema_version=1)`.

    The type is stored for ever, so it is spelled out and not derived from the name of the class. The fields are those
    of `schema_version`; with `writes=1` the event is stored in that older version, as long as a release is running that
    can't read the new one. A type that is `retired` is read for ever and never written.

    It is decoded once for all who read it, so nobody may change a list or a dictionary in it: let fields be tuples.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    event_type: ClassVar[str]
    schema_version: ClassVar[int]
    #: The schema version in which events are stored; None if the type is retired.
    written_version: ClassVar[int | None]

    def __init_subclass__(
        cls,
        *,
        type: str = "",  # noqa: A002 - the word that users read
        schema_version: int = 1,
        writes: int | None = None,
        retired: bool = False,
    ) -> None:
        super().__init_subclass__()
        if not type:
            raise TypeError(f'{cls.__name__} needs a stable name: class {cls.__name__}(Event, type="…")')
        if writes is not None and (retired or not 1 <= writes <= schema_version):
            what = "is retired" if retired else f"has the schema version {schema_version}"
            raise TypeError(f"{cls.__name__} {what} and can't write version {writes}: take out `writes`")
        cls.event_type = type
        cls.schema_version = schema_version
        cls.written_version = None if retired else writes or schema_version


def require_written(event: type[Event]) -> None:
    """Raise EventRetired for a type that is retired."""
    if event.written_version is None:
        raise EventRetired(event.__name__)


@dataclass(frozen=True, slots=True)
class Metadata:
    """Where an event comes from. All events that one request caused have the same `correlation_id`.

    The `causation_id` is the id of the event that it follows from, or else that of its command.
    """

    correlation_id: str
    causation_id: str
    actor: str | None = None
    traceparent: str | None = None


class Encoded:
    """An event as it is stored. It never changes, so it is measured and decoded once, however many read it."""

    __slots__ = ("decoded", "measured")

    data: JsonObject
    #: By which event types it was decoded, and the event; not there before.
    decoded: tuple[object, Event]
    measured: int

    @property
    def size(self) -> int:
        """How many bytes its data is as JSON."""
        try:
            return self.measured
        except AttributeError:
            self.keep("measured", len(to_json(self.data)))
            return self.measured

    def keep(self, name: str, found: object) -> None:
        """Keep what was found out of it."""
        object.__setattr__(self, name, found)


@dataclass(frozen=True, slots=True)
class NewEvent(Encoded):
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

    def recorded(self, stream: StreamId, version: int, committed_at: datetime) -> "RecordedEvent":
        """Return it as the store holds it once it is committed there."""
        recorded = RecordedEvent(
            stream,
            version,
            self.event_id,
            self.event_type,
            self.schema_version,
            self.data,
            self.metadata,
            committed_at,
        )
        if hasattr(self, "decoded"):
            recorded.keep("decoded", self.decoded)
        return recorded


@dataclass(frozen=True, slots=True)
class RecordedEvent(Encoded):
    """An event in the store. The versions of a stream are dense from 1; `committed_at` is the store's time."""

    stream: StreamId
    version: int
    event_id: str
    event_type: str
    schema_version: int
    data: JsonObject = field(repr=False)
    metadata: Metadata
    committed_at: datetime
