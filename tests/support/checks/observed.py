"""What can be seen of a system in any state, beside what its own events say it should show."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from accounts.views.interests import INTERESTS
from accounts.views.profiles import PROFILES
from onewrite.application.ports.views import Checkpoint
from onewrite.bootstrap import App
from onewrite.domain.events import RecordedEvent
from onewrite.domain.streams import StreamId
from tests.support.checks.ledger import Books
from tests.support.checks.rows import rows_of

NAMES = ("profiles", "interests")
#: A stream in one generation of a projection.
Place = tuple[str, int, StreamId]


@dataclass
class Observed:
    """Looks at some streams; `skipped` are the versions that an operator left out, by place."""

    app: App
    streams: tuple[StreamId, ...]
    skipped: set[tuple[Place, int]] = field(default_factory=set)

    def checkpoints(self) -> Iterator[tuple[Place, Checkpoint]]:
        """Yield those of every generation that is kept."""
        for name in NAMES:
            kept = [(name, generation) for generation in self.app.adapters.generations.read(name).kept]
            for stream in self.streams:
                for target, known in self.app.adapters.views.read_checkpoints(kept, stream).items():
                    yield (*target, stream), known

    def events(self, stream: StreamId) -> list[RecordedEvent]:
        return list(self.app.adapters.store.read_stream(stream))

    def rows(self, name: str, generation: int) -> list[tuple[str, ...]]:
        table = PROFILES if name == "profiles" else INTERESTS
        columns = ("account_id", "name", "address", "status") if name == "profiles" else ("account_id", "interest")
        rows = rows_of(self.app.adapters, table, generation)
        return sorted(tuple(row[column] for column in columns) for row in rows)

    def fold(self, name: str, generation: int) -> list[tuple[str, ...]]:
        """Keep the books of this generation: what its checkpoints say it has applied, without what was skipped."""
        books = Books()
        for place, known in self.checkpoints():
            if place[:2] == (name, generation):
                for event in self.events(place[2])[: known.version]:
                    if (place, event.version) not in self.skipped:
                        books.enter(str(event.stream), event.version, event.event_id, event.event_type, {**event.data})
        if name == "interests":
            return sorted(books.interests)
        return sorted((key, *row) for key, row in books.profiles.items())
