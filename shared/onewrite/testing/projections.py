"""Tests of projections: given these events, then the view has these rows, and its totals these figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random, randrange
from typing import NoReturn, Self

from onewrite.adapters.memory import MemoryDatabase, MemoryEventStore, MemoryReaders, MemoryViews
from onewrite.application.ports.event_store import Commit
from onewrite.application.ports.views import Checkpoint
from onewrite.application.projections.advance import Advance
from onewrite.application.projections.steps.failure_policy import FailurePolicy
from onewrite.domain.events import Event, Json, RecordedEvent
from onewrite.domain.projection import Projection
from onewrite.domain.reading import Source, key_of
from onewrite.domain.streams import StreamId
from onewrite.domain.views import Key, Row
from onewrite.testing.stored import Stored, new

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
EVERYTHING = 1_000_000
#: Numbers of events in one transaction; the rows must be the same for each.
BATCHES = (EVERYTHING, 1, 3)


def given_projection(projection: Projection, stream: StreamId | str, *events: Event | Stored) -> "GivenProjection":
    """Start with the events of one stream: versions from 1, each committed a microsecond after the one before."""
    return GivenProjection(projection, {}).and_stream(stream, *events)


@dataclass(frozen=True)
class GivenProjection:
    """Streams, and the view of them. Each `then` raises AssertionError, or the error of an event that can't be applied.

    The events are applied three times: all at once, one by one, and in small batches. The rows must be the same.
    Rows are those of a table, or the groups of totals with their figures.
    """

    projection: Projection
    histories: Mapping[StreamId, tuple[Event | Stored, ...]]

    def and_stream(self, stream: StreamId | str, *events: Event | Stored) -> Self:
        """Add another stream's events."""
        if isinstance(stream, str):
            named = StreamId.parse(stream)
            known = self.projection.aggregates.get(named.category)
            stream = known.stream(named.key) if known else named
        return replace(self, histories={**self.histories, stream: events})

    def then_row(self, source: Source, /, *key: Json, **columns: Json) -> Self:
        """Expect a row with this key, and with these values in the named columns."""
        found = {_key(source, row): row for row in self.rows(source)}
        if key not in found:
            raise AssertionError(f"{source.name} has no row {key}, only {sorted(found)}")
        _compare(f"{source.name} {key}", columns, found[key])
        return self

    def then_rows(self, source: Source, /, *rows: Row) -> Self:
        """Expect exactly these rows, in key order; only the named columns of each are compared."""
        found = self.rows(source)
        if len(found) != len(rows):
            keys = [_key(source, row) for row in found]
            raise AssertionError(f"{source.name} should have {len(rows)} rows, it has {len(found)}: {keys}")
        for number, (expected, row) in enumerate(zip(rows, found, strict=True), start=1):
            _compare(f"{source.name} row {number}", expected, row)
        return self

    def then_commutes(self, *, rounds: int = 20, seed: int | None = None) -> Self:
        """Expect the same rows and totals in whatever order the streams are advanced, and however often.

        An error names the seed, with which the same orders come again.
        """
        expected, seed = self._replayed(), randrange(2**32) if seed is None else seed  # noqa: S311 - no secret
        order = Random(seed)  # noqa: S311
        for _ in range(rounds):
            database = self._database()
            turns = [stream for stream, events in self.histories.items() for _ in range(2 * len(events))]
            order.shuffle(turns)
            view = self._view(MemoryViews(database), 1, batch=1, turns=turns)
            if view != expected:
                raise AssertionError(f"\nin the order of streams     {expected}\nin another (seed {seed}) {view}")
        return self

    def rows(self, source: Source) -> Sequence[Row]:
        """Return all rows in key order."""
        kept = self._replayed()
        if source.name not in kept:
            raise AssertionError(f"{self.projection.name} keeps no {source.name}, only {', '.join(kept)}")
        return kept[source.name]

    def _replayed(self) -> Mapping[str, Sequence[Row]]:
        database = self._database()
        views = MemoryViews(database)
        first, *others = [self._view(views, generation, batch) for generation, batch in enumerate(BATCHES)]
        for batch, other in zip(BATCHES[1:], others, strict=True):
            if other != first:
                raise AssertionError(f"\nall at once          {first}\n{batch} in a transaction {other}")
        unknown = {name for name, _ in database.rows} - {table.name for table in self.projection.all_tables}
        if unknown:
            raise AssertionError(f"{self.projection.name} writes to {unknown}: name them among its tables")
        return first

    def _database(self) -> MemoryDatabase:
        """Return a store of all the events."""
        database = MemoryDatabase(clock=lambda: NOON)
        store = MemoryEventStore(database)
        for stream, events in self.histories.items():
            numbered = [new(event, stream, version) for version, event in enumerate(events, start=1)]
            for event in numbered:
                store.append(Commit(after=store.read_head(stream), events=[event]))
        return database

    def _view(
        self, views: MemoryViews, generation: int, batch: int, turns: Sequence[StreamId] = ()
    ) -> Mapping[str, Sequence[Row]]:
        """Advance the streams by one batch at each of their turns, and then all of them to their ends."""
        no_failures = _NoFailures(attempts=1, interval=timedelta(0))
        advance = Advance(views=views, failure_policy=no_failures, batch=batch, batch_bytes=EVERYTHING)
        mine = [stream for stream in self.histories if stream.category in self.projection.categories]
        for stream in turns:
            if stream in mine:
                advance.step(self.projection, generation, [stream])
        advance(self.projection, generation, mine)
        sources: tuple[Source, ...] = (*self.projection.tables, *self.projection.totals)
        with MemoryReaders(views.database).open() as reader:
            return {source.name: reader.page(generation, source, limit=EVERYTHING) for source in sources}


class _NoFailures(FailurePolicy):
    def with_failure(self, checkpoint: Checkpoint, event: RecordedEvent, error: Exception, now: datetime) -> NoReturn:
        error.add_note(f"while applying version {event.version} of {event.stream}, {event.event_type}")
        raise error


def _key(source: Source, row: Row) -> Key:
    return tuple(row[column] for column in key_of(source))


def _compare(what: str, expected: Row, row: Row) -> None:
    differing = {name: value for name, value in expected.items() if name not in row or row[name] != value}
    if differing:
        found = {name: row.get(name, "no such column") for name in differing}
        raise AssertionError(f"\n{what} should have {differing}\n{' ' * len(what)} but it has  {found}")
