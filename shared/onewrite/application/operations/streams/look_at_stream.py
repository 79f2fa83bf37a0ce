"""Look at a stream: where it ends, its events without their data, and how far each view is with it."""

from collections.abc import Sequence
from dataclasses import dataclass

from onewrite.application.operations.streams.views_of_streams import ViewOfStream, ViewsOfStreams
from onewrite.application.ports.inspection import Envelope, Inspection, SeenStream
from onewrite.domain.streams import StreamId
from onewrite.errors import StreamNotFound


@dataclass(frozen=True)
class StreamFound:
    """A stream, a page of its events in their order, and the views that read it."""

    seen: SeenStream
    events: Sequence[Envelope]
    views: Sequence[ViewOfStream]


@dataclass(frozen=True)
class LookAtStream:
    """Reads a page of events, however long the stream is."""

    inspection: Inspection
    views_of: ViewsOfStreams

    def __call__(self, stream: StreamId, *, after: int | None, limit: int) -> StreamFound:
        """Return the page after that version, or the last one. Raises StreamNotFound and Unavailable."""
        seen = self.head(stream)
        first = max(0, seen.version - limit) if after is None else after
        versions = range(first + 1, min(first + limit, seen.version) + 1)
        events = self.inspection.envelopes([(stream, version) for version in versions]) if versions else ()
        return StreamFound(seen, events, self.views_of([stream])[stream])

    def head(self, stream: StreamId) -> SeenStream:
        """Return where the stream ends. Raises StreamNotFound and Unavailable."""
        # No id that begins with this one comes before it.
        for seen in self.inspection.streams(str(stream), limit=1):
            if seen.stream == stream:
                return seen
        raise StreamNotFound(str(stream))
