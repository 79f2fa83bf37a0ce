"""Verify a generation: every row of it, and of the active one, against a fresh fold from the store."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from onewrite.application.advance import Advance
from onewrite.application.buffered_view import BufferedView
from onewrite.application.ports.event_store import EventStore
from onewrite.application.ports.generations import Building, Generations, GenerationStore
from onewrite.application.ports.views import Checkpoint, Put, Views, ViewSnapshot
from onewrite.domain.events import RecordedEvent
from onewrite.domain.model import Domain
from onewrite.domain.projection import Projection
from onewrite.domain.streams import StreamId
from onewrite.domain.views import Key, Row

PAGE = 200
#: Differences named one by one; the rest is only counted.
NAMED = 100

Rows = dict[tuple[str, Key], Row]


@dataclass(frozen=True)
class Difference:
    """One row, or one stream, that isn't what the store says; names columns, never values."""

    generation: int
    place: str
    problem: str


@dataclass
class Verdict:
    """What was compared. `differences` counts all of them, `named` holds the first ones."""

    projection: str
    generations: tuple[int, ...]
    streams: int = 0
    rows: int = 0
    differences: int = 0
    named: list[Difference] = field(default_factory=list)

    def add(self, difference: Difference) -> None:
        self.differences += 1
        if len(self.named) < NAMED:
            self.named.append(difference)


@dataclass(frozen=True)
class Page:
    """Some streams, in order, and the range of leading row keys that they answer for: after < key <= upto."""

    streams: Sequence[StreamId]
    after: str
    upto: str | None


@dataclass(frozen=True)
class VerifyView:
    """Each generation is compared with a fold up to its own checkpoint, both as of one instant: traffic may go on.

    Two generations that both equal the fold equal each other.
    """

    domain: Domain
    store: EventStore
    views: Views
    generations: GenerationStore
    advance: Advance

    def __call__(self, projection_name: str) -> Verdict:
        """Compare the active generation and the one being built, if any; keep the verdict on the latter."""
        projection = self.domain.projection(projection_name)
        known = self.generations.read(projection.name)
        compared = tuple(sorted({known.active, known.building or known.active}))
        verdict = Verdict(projection.name, compared)
        for generation in compared:
            verdict.streams = verdict.rows = 0
            for page in self._pages(projection):
                self._compare(projection, generation, page, verdict)
        if known.building:
            self._keep(projection.name, known.building, verdict)
        return verdict

    def _pages(self, projection: Projection) -> Iterator[Page]:
        """Yield pages of heads with the range of row keys that they answer for; the last one is open."""
        for category in sorted(projection.categories):
            after: StreamId | None = None
            while True:
                heads = self.store.read_heads(after=after, limit=PAGE, category=category)
                full = len(heads) == PAGE
                streams = [head.stream for head in heads]
                yield Page(streams, after.key if after else "", streams[-1].key if full else None)
                if not full:
                    break
                after = streams[-1]

    def _compare(self, projection: Projection, generation: int, page: Page, verdict: Verdict) -> None:
        if page.streams:
            self.advance(projection, generation, page.streams)

        def read(view: ViewSnapshot) -> tuple[Mapping[StreamId, Checkpoint], Rows, Sequence[RecordedEvent]]:
            checkpoints = view.read_checkpoints(page.streams) if page.streams else {}
            rows: Rows = {
                (table.name, table.key_of(row)): row
                for table in projection.tables
                for row in view.read_rows(table, after=page.after, upto=page.upto)
            }
            return checkpoints, rows, _all_events(view, page.streams)

        checkpoints, stored, events = self.views.look(projection.name, generation, read)
        verdict.streams += len(page.streams)
        verdict.rows += len(stored)
        for stream, known in checkpoints.items():
            if known.is_parked:
                verdict.add(Difference(generation, str(stream), f"parked at version {known.version}"))
        applied = [event for event in events if event.version <= checkpoints[event.stream].version]
        expected, unreadable = _fold(projection, applied)
        for event, cause in unreadable.items():
            verdict.add(Difference(generation, str(event), f"can't be folded: {cause}"))
        for difference in _differences(generation, stored, expected, {stream.key for stream in unreadable}):
            verdict.add(difference)

    def _keep(self, projection_name: str, generation: int, verdict: Verdict) -> None:
        state = Building.DIFFERS if verdict.differences else Building.VERIFIED

        def change(known: Generations) -> Generations:
            return replace(known, state=state) if known.building == generation else known

        self.generations.change(projection_name, change)


def _all_events(view: ViewSnapshot, streams: Collection[StreamId]) -> list[RecordedEvent]:
    """Read the whole streams, in bounded steps."""
    limit = 5000
    events: list[RecordedEvent] = []
    after = dict.fromkeys(sorted(streams, key=str), 0)
    while after:
        step = view.read_events(after, limit=limit)
        events.extend(step)
        if len(step) < limit:
            break
        last = step[-1]
        after = {stream: 0 for stream in after if str(stream) > str(last.stream)} | {last.stream: last.version}
    return events


def _fold(projection: Projection, events: Sequence[RecordedEvent]) -> tuple[Rows, Mapping[StreamId, str]]:
    """Return the rows that these events make, and the streams that can't be folded (a skipped event, say)."""
    view = BufferedView(lambda table, key: None)
    unreadable: dict[StreamId, str] = {}
    for event in events:
        if event.stream in unreadable:
            continue
        try:
            projection.apply(event, view)
        except Exception as error:  # noqa: BLE001 - any failure of the projection is a finding
            unreadable[event.stream] = f"{type(error).__name__} at version {event.version}"
    rows: Rows = {
        (change.table.name, change.table.key_of(change.row)): {
            **dict.fromkeys(change.table.columns),
            **change.row,
        }
        for change in view.changes()
        if isinstance(change, Put)
    }
    return rows, unreadable


def _differences(generation: int, stored: Rows, expected: Rows, unreadable: Collection[str]) -> Iterator[Difference]:
    for table, key in sorted(stored.keys() | expected.keys()):
        if key[0] in unreadable:
            continue
        here, should = stored.get((table, key)), expected.get((table, key))
        place = f"{table} {'/'.join(key)}"
        if here is None:
            yield Difference(generation, place, "missing")
        elif should is None:
            yield Difference(generation, place, "should not be there")
        elif here != should:
            columns = ", ".join(column for column in should if here[column] != should[column])
            yield Difference(generation, place, f"differs in {columns}")
