"""Verify a generation: every row of it, and of the active one, against a fresh fold from the store."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace

from onewrite.application.operations.fold_view import FoldView, Rows
from onewrite.application.ports.audit_log import By, Operation, Operations
from onewrite.application.ports.event_store import EventStore
from onewrite.application.ports.generations import Building, Generations, GenerationStore
from onewrite.application.ports.views import Checkpoint, Views, ViewSnapshot
from onewrite.application.projections.advance import Advance
from onewrite.domain.events import RecordedEvent
from onewrite.domain.model import Domain
from onewrite.domain.projection import Projection
from onewrite.domain.streams import StreamId
from onewrite.errors import InvalidStreamId

PAGE = 200
#: Events read at a time; a stream may be longer.
EVENTS = 5000
#: Differences named one by one; the rest is only counted.
NAMED = 100


@dataclass(frozen=True)
class Difference:
    """One row, or one stream, that isn't what the store says; names columns, never values."""

    generation: int
    place: str
    problem: str


@dataclass
class Verdict:
    """What was compared. `differences` counts all of them, `named` holds the first ones.

    `skipped` counts events that an operator had skipped: they are left out of the fold as they are out of the view.
    """

    projection: str
    generations: tuple[int, ...]
    streams: int = 0
    rows: int = 0
    skipped: int = 0
    differences: int = 0
    by_generation: dict[int, int] = field(default_factory=dict)
    named: list[Difference] = field(default_factory=list)

    def add(self, difference: Difference) -> None:
        self.differences += 1
        self.by_generation[difference.generation] = self.by_generation.get(difference.generation, 0) + 1
        if len(self.named) < NAMED:
            self.named.append(difference)


@dataclass(frozen=True)
class Page:
    """The versions of some streams, in order, and the leading row keys that they answer for: after < key <= upto."""

    versions: Mapping[StreamId, int]
    after: str
    upto: str | None


@dataclass(frozen=True)
class Seen:
    """What a snapshot of a generation holds of a page."""

    stored: Rows
    checkpoints: Mapping[StreamId, Checkpoint]
    fold: FoldView


@dataclass(frozen=True)
class VerifyView:
    """Each generation is compared with a fold up to its own checkpoints, both as of one instant: traffic may go on.

    Two generations that both equal the fold equal each other. Only differences of the generation being built keep it
    from being switched to: that the active one differs may be why it is rebuilt. The leading key column of every row
    must be the key of its stream.
    """

    domain: Domain
    store: EventStore
    views: Views
    generations: GenerationStore
    operations: Operations
    advance: Advance

    def __call__(self, projection_name: str, by: By | None = None) -> Verdict:
        """Compare the active generation and the one being built, if any; keep the verdict on the latter.

        An operator who asks for it (`by`) is put on record with the verdict.
        """
        projection = self.domain.projection(projection_name)
        known = self.generations.read(projection.name)
        compared = tuple(sorted({known.active, known.building or known.active}))
        verdict = Verdict(projection.name, compared)
        for generation in compared:
            verdict.streams = verdict.rows = verdict.skipped = 0
            for page in self._pages(projection):
                self._compare(projection, generation, page, verdict)
        self._keep(known.building, verdict, _record(verdict, by) if by else None)
        return verdict

    def _pages(self, projection: Projection) -> Iterator[Page]:
        """Yield pages of heads with the range of row keys that they answer for; the last one is open."""
        for category in sorted(projection.categories):
            after: StreamId | None = None
            while True:
                heads = self.store.read_heads(after=after, limit=PAGE, category=category)
                full = len(heads) == PAGE
                versions = {head.stream: head.version for head in heads}
                yield Page(versions, after.key if after else "", heads[-1].stream.key if full else None)
                if not full:
                    break
                after = heads[-1].stream

    def _compare(self, projection: Projection, generation: int, page: Page, verdict: Verdict) -> None:
        self.advance(projection, generation, page.versions)
        seen = self.views.look(projection.name, generation, lambda view: _see(view, projection, page))
        verdict.streams += len(page.versions)
        verdict.rows += len(seen.stored)
        verdict.skipped += seen.fold.left_out.total()
        for place, problem in (*_problems_of_streams(page, seen), *_problems_of_rows(seen.stored, seen.fold.rows())):
            verdict.add(Difference(generation, place, problem))

    def _keep(self, building: int | None, verdict: Verdict, operation: Operation | None) -> None:
        if building is None:
            if operation:
                self.operations.record(operation)
            return
        state = Building.DIFFERS if verdict.by_generation.get(building) else Building.VERIFIED

        def change(known: Generations) -> Generations:
            return replace(known, state=state) if known.building == building else known

        self.generations.change(verdict.projection, change, (lambda _: operation) if operation else None)


def _record(verdict: Verdict, by: By) -> Operation:
    found = {"generations": list(verdict.generations), "differences": verdict.differences}
    return Operation("verify", by, verdict.projection, details=found)


def _see(view: ViewSnapshot, projection: Projection, page: Page) -> Seen:
    stored: Rows = {
        (table.name, table.key_of(row)): row
        for table in projection.tables
        for row in view.read_rows(table, after=page.after, upto=page.upto)
    }
    # A row may belong to a stream that was opened after the page was read.
    streams = page.versions.keys() | _streams_named(projection, stored)
    checkpoints = view.read_checkpoints(streams)
    fold = FoldView(projection)
    for event in _all_events(view, streams):
        fold.add(event, upto=checkpoints[event.stream].version)
    return Seen(stored, checkpoints, fold)


def _streams_named(projection: Projection, stored: Rows) -> set[StreamId]:
    named = set()
    for key in {key[0] for _, key in stored}:
        with suppress(InvalidStreamId):
            named |= {StreamId(category, key) for category in projection.categories}
    return named


def _all_events(view: ViewSnapshot, streams: set[StreamId]) -> Iterator[RecordedEvent]:
    """Yield the whole streams, read in bounded steps."""
    after = dict.fromkeys(sorted(streams, key=str), 0)
    while after:
        step = view.read_events(after, limit=EVENTS)
        yield from step
        if len(step) < EVENTS:
            return
        last = step[-1]
        after = {last.stream: last.version} | {stream: 0 for stream in after if str(stream) > str(last.stream)}


def _problems_of_streams(page: Page, seen: Seen) -> Iterator[tuple[str, str]]:
    for stream, version in page.versions.items():
        known, end = seen.checkpoints[stream], seen.fold.ends.get(stream, 0)
        if known.is_parked:
            yield str(stream), f"parked at version {known.version}"
        elif known.version < version:
            yield str(stream), f"behind at version {known.version} of {version}"
        elif known.version > end:
            yield str(stream), f"ahead at version {known.version} of {end}"


def _problems_of_rows(stored: Rows, expected: Rows) -> Iterator[tuple[str, str]]:
    for table, key in sorted(stored.keys() | expected.keys()):
        here, should = stored.get((table, key)), expected.get((table, key))
        place = f"{table} {'/'.join(key)}"
        if here is None:
            yield place, "missing"
        elif should is None:
            yield place, "should not be there"
        elif here != should:
            columns = ", ".join(column for column in should if here[column] != should[column])
            yield place, f"differs in {columns}"
