"""Trace what caused an event, and what it caused, over all streams."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from onewrite.application.ports.inspection import Envelope, Inspection
from onewrite.domain.streams import StreamId
from onewrite.errors import StreamNotFound, VersionNotFound

#: So many events of one request are looked at.
MOST_EVENTS: Final = 200


@dataclass(frozen=True, slots=True)
class Link:
    """An event of the chain. `depth` is 0 for the one that was asked for, less for its causes, more for its effects."""

    event: Envelope
    depth: int


@dataclass(frozen=True, slots=True)
class Chain:
    """The causes of an event, from the first one on, itself, and its effects, each before what it caused in turn.

    `command` is the causation id of the first cause, which is no event. `is_complete` says whether all events of the
    request were looked at.
    """

    links: Sequence[Link]
    command: str
    is_complete: bool


@dataclass(frozen=True)
class TraceCauses:
    """Events of one request have one correlation id, so an index finds them at once. Three round trips at most."""

    inspection: Inspection

    def __call__(self, stream: StreamId, version: int) -> Chain:
        """Return the chain. Raises StreamNotFound, VersionNotFound and Unavailable."""
        asked = self._event(stream, version)
        found = self.inspection.correlated(asked.metadata.correlation_id, limit=MOST_EVENTS + 1)
        by_id = {one.event_id: one for one in (*found[:MOST_EVENTS], asked)}
        causes = list(_causes(asked, by_id))
        links = [Link(cause, -depth) for depth, cause in enumerate(causes, start=1)][::-1]
        links += _effects(asked, by_id, {one.event_id for one in causes})
        return Chain(links, links[0].event.metadata.causation_id, len(found) <= MOST_EVENTS)

    def _event(self, stream: StreamId, version: int) -> Envelope:
        for event in self.inspection.envelopes([(stream, version)]):
            return event
        for seen in self.inspection.streams(str(stream), limit=1):
            if seen.stream == stream:
                raise VersionNotFound(str(stream), version, seen.version)
        raise StreamNotFound(str(stream))


def _causes(event: Envelope, by_id: Mapping[str, Envelope]) -> Iterator[Envelope]:
    """Yield what caused the event, the nearest first; ids that clients send may lead in a circle."""
    met = {event.event_id}
    while (cause := by_id.get(event.metadata.causation_id)) and cause.event_id not in met:
        met.add(cause.event_id)
        yield cause
        event = cause


def _effects(event: Envelope, by_id: Mapping[str, Envelope], met: set[str]) -> Iterator[Link]:
    """Yield the event and what it caused, each before its own effects."""
    effects: dict[str, list[Envelope]] = {}
    for one in sorted(by_id.values(), key=lambda one: (one.committed_at, str(one.stream), one.version), reverse=True):
        effects.setdefault(one.metadata.causation_id, []).append(one)
    waiting = [Link(event, 0)]
    while waiting:
        link = waiting.pop()
        if link.event.event_id not in met:
            met.add(link.event.event_id)
            yield link
            waiting += [Link(one, link.depth + 1) for one in effects.get(link.event.event_id, ())]
