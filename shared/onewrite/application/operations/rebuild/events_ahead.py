"""Read the events of streams ahead: those of the next transaction, while one is under way."""

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from operator import attrgetter
from typing import TypeAlias

from onewrite.application.batches import batches
from onewrite.application.ports.event_store import Head
from onewrite.application.ports.views import FirstEvents, Target, Views
from onewrite.domain.streams import StreamId

Read: TypeAlias = tuple[Sequence[StreamId], FirstEvents]


@dataclass(frozen=True)
class EventsAhead:
    """Reads from the beginning of each stream, as for a generation that has applied nothing yet."""

    views: Views
    target: Target
    limit: int
    size: int

    def __call__(self, heads: Sequence[Head]) -> Iterator[Read]:
        """Yield streams whose events fill a transaction, and the first of these events. Raises Unavailable."""
        with ThreadPoolExecutor(1) as pool:
            reading: Future[Read] | None = None
            for some in batches(heads, attrgetter("version"), rows=self.limit, size=self.limit):
                ready, reading = reading, pool.submit(self._read, [head.stream for head in some])
                if ready:
                    yield ready.result()
            if reading:
                yield reading.result()

    def _read(self, streams: Sequence[StreamId]) -> Read:
        beginnings = dict.fromkeys(streams, 0)
        return streams, self.views.read_events([self.target], beginnings, limit=self.limit, size=self.size)
