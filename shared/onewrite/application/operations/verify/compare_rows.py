"""Compare the rows of some streams in a generation with a fresh fold of their events, both as of one instant."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from onewrite.application.operations.verify.fold_view import FoldView, Rows
from onewrite.application.ports.views import Checkpoint, ViewSnapshot
from onewrite.domain.events import RecordedEvent
from onewrite.domain.projection import Projection
from onewrite.domain.streams import StreamId
from onewrite.errors import InvalidStreamId

#: Events and bytes of them read at a time; a longer stream takes several reads.
EVENTS_PER_READ, BYTES_PER_READ = 5000, 4_000_000


@dataclass(frozen=True)
class KeyRange:
    """Streams of a category with their versions, and the leading row keys that belong to them: after < key <= upto."""

    category: str
    versions: Mapping[StreamId, int]
    after: str
    upto: str | None


@dataclass(frozen=True)
class Comparison:
    """The rows and checkpoints of a range in a snapshot of a generation, and the fold of the range's events."""

    stored: Rows
    checkpoints: Mapping[StreamId, Checkpoint]
    fold: FoldView

    def lagging(self, versions: Mapping[StreamId, int]) -> Sequence[StreamId]:
        """Return the streams that aren't at these versions yet, and not parked."""
        known = self.checkpoints
        return [stream for stream, at in versions.items() if known[stream].version < at and not known[stream].is_parked]

    def problems(self, versions: Mapping[StreamId, int]) -> Iterator[tuple[str, str]]:
        """Yield (place, problem) for every stream that isn't at the store's version, and for every row that differs."""
        yield from self._problems_of_streams(versions)
        yield from _problems_of_rows(self.stored, self.fold.rows())

    def _problems_of_streams(self, versions: Mapping[StreamId, int]) -> Iterator[tuple[str, str]]:
        for stream, version in versions.items():
            known, end = self.checkpoints[stream], self.fold.ends.get(stream, 0)
            if known.is_parked:
                yield str(stream), f"parked at version {known.version}"
            elif known.version < version:
                yield str(stream), f"behind at version {known.version} of {version}"
            elif known.version > end:
                yield str(stream), f"ahead at version {known.version} of {end}"


def compare(view: ViewSnapshot, projection: Projection, keys: KeyRange) -> Comparison:
    """Read the rows of a range, and fold the events of its streams up to their checkpoints."""
    stored: Rows = {
        (table.name, table.key_of(row)): row
        for table in projection.tables
        if projection.category_of(table) == keys.category
        for row in view.read_rows(table, after=keys.after, upto=keys.upto)
    }
    # A row may belong to a stream that was opened after the heads were read.
    streams = keys.versions.keys() | _streams_named(keys.category, stored)
    checkpoints = view.read_checkpoints(streams)
    fold = FoldView(projection)
    for event in _all_events(view, streams):
        fold.add(event, upto=checkpoints[event.stream].version)
    return Comparison(stored, checkpoints, fold)


def _streams_named(category: str, stored: Rows) -> set[StreamId]:
    named = set()
    for key in {key[0] for _, key in stored}:
        with suppress(InvalidStreamId):
            named.add(StreamId(category, key))
    return named


def _all_events(view: ViewSnapshot, streams: set[StreamId]) -> Iterator[RecordedEvent]:
    """Yield the whole streams, read in bounded steps."""
    after = dict.fromkeys(sorted(streams, key=str), 0)
    while after:
        read = view.read_events(after, limit=EVENTS_PER_READ, size=BYTES_PER_READ)
        yield from read.events
        if read.is_all:
            return
        last = read.events[-1]
        after = {last.stream: last.version} | {stream: 0 for stream in after if str(stream) > str(last.stream)}


def _problems_of_rows(stored: Rows, expected: Rows) -> Iterator[tuple[str, str]]:
    for table, key in sorted(stored.keys() | expected.keys()):
        here, should = stored.get((table, key)), expected.get((table, key))
        place = f"{table} {'/'.join(map(str, key))}"
        if here is None:
            yield place, "missing"
        elif should is None:
            yield place, "should not be there"
        elif here != should:
            columns = ", ".join(column for column in should if here[column] != should[column])
            yield place, f"differs in {columns}"
