"""Inspection: what operators see of single streams, without the data of any event."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeAlias

from onewrite.application.ports.views import Checkpoint
from onewrite.domain.events import Metadata
from onewrite.domain.streams import StreamId

#: A checkpoint's projection, generation and stream.
Place: TypeAlias = tuple[str, int, StreamId]


@dataclass(frozen=True, slots=True)
class SeenStream:
    """Where a stream ends, and when the store had it changed the last time."""

    stream: StreamId
    version: int
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Envelope:
    """An event in the store, without its data."""

    stream: StreamId
    version: int
    event_id: str
    event_type: str
    schema_version: int
    metadata: Metadata
    committed_at: datetime


class Inspection(Protocol):
    """Every method takes one round trip without locks, and raises Unavailable when the store can't answer."""

    def streams(self, prefix: str, *, limit: int) -> Sequence[SeenStream]:
        """Return the first streams with events whose ids begin like this, in the order of their ids as text."""

    def envelopes(self, places: Collection[tuple[StreamId, int]]) -> Sequence[Envelope]:
        """Return the events at these (stream, version) that are there, in order of both."""

    def correlated(self, correlation_id: str, *, limit: int) -> Sequence[Envelope]:
        """Return the first events with this correlation id, in order of stream and version."""

    def checkpoints(self, places: Collection[Place]) -> Mapping[Place, Checkpoint]:
        """Return the checkpoints that are there, with the time at which each was changed."""
