"""Compare the rows of some streams in a generation with a fresh fold of their events, both as of one instant."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from onewrite.application.operations.verify.fold_view import FoldView, Rows
from onewrite.application.operations.verify.key_range import KeyRange, read_rows_of
from onewrite.application.ports.views import Checkpoint, ViewSnapshot
from onewrite.domain.events import RecordedEvent
from onewrite.domain.projection import Projection
from onewrite.domain.streams import StreamId
from onewrite.errors import InvalidStreamId

#: Events read at a time; a longer stream takes several reads.
EVENTS_PER_READ = 5000


@dataclass(frozen=True)
class Comparison:
    """What was found in a range: how many rows, how many skipped events, and (place, problem) of each difference.

    `lagging` are the streams that aren't at the store's version yet, and not parked.
    """

    keys: KeyRange
    rows: int
    skipped: int
    lagging: Sequence[StreamId]
    problems: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class CompareRows:
    """Compares stream by stream. It holds `size` bytes of rows and as many of events, and the rows of one stream."""

    projection: Projection
    size: int

    def __call__(self, view: ViewSnapshot, keys: KeyRange) -> Comparison:
        """Compare the first streams of the range, whose rows fit in memory; the result tells which ones."""
        stored, keys = read_rows_of(self.projection, view, keys, size=self.size)
        number = sum(map(len, stored.values()))
        # A row may belong to a stream that was opened after the heads were read.
        streams = keys.versions.keys() | _streams_named(keys.category, stored)
        checkpoints = view.read_checkpoints(streams)
        skipped, ends, differing = 0, dict[StreamId, int](), list[tuple[str, str]]()
        for stream, events in groupby(self._all_events(view, streams), key=attrgetter("stream")):
            fold = self._fold(events, upto=checkpoints[stream].version)
            skipped, ends[stream] = skipped + fold.left_out, fold.end
            differing += _problems_of_rows(stored.pop(stream.key, {}), fold.rows())
        for rows in stored.values():
            differing += _problems_of_rows(rows, {})
        problems = [*_problems_of_streams(keys.versions, checkpoints, ends), *sorted(differing)]
        return Comparison(keys, number, skipped, _lagging(keys.versions, checkpoints), problems)

    def _fold(self, events: Iterable[RecordedEvent], *, upto: int) -> FoldView:
        fold = FoldView(self.projection)
        for event in events:
            fold.add(event, upto=upto)
        return fold

    def _all_events(self, view: ViewSnapshot, streams: Iterable[StreamId]) -> Iterator[RecordedEvent]:
        """Yield the whole streams, read in bounded steps."""
        after = dict.fromkeys(sorted(streams, key=str), 0)
        while after:
            read = view.read_events(after, limit=EVENTS_PER_READ, size=self.size)
            yield from read.events
            if read.is_all:
                return
            last = read.events[-1]
            after = {last.stream: last.version} | {stream: 0 for stream in after if str(stream) > str(last.stream)}


def _streams_named(category: str, keys: Iterable[str]) -> set[StreamId]:
    named = set()
    for key in keys:
        with suppress(InvalidStreamId):
            named.add(StreamId(category, key))
    return named


def _lagging(versions: Mapping[StreamId, int], known: Mapping[StreamId, Checkpoint]) -> Sequence[StreamId]:
    return [stream for stream, at in versions.items() if known[stream].version < at and not known[stream].is_parked]


def _problems_of_streams(
    versions: Mapping[StreamId, int], checkpoints: Mapping[StreamId, Checkpoint], ends: Mapping[StreamId, int]
) -> Iterator[tuple[str, str]]:
    """Yield (place, problem) for every stream that isn't at the store's version."""
    for stream, version in versions.items():
        known, end = checkpoints[stream], ends.get(stream, 0)
        if known.is_parked:
            yield str(stream), f"parked at version {known.version}"
        elif known.version < version:
            yield str(stream), f"behind at version {known.version} of {version}"
        elif known.version > end:
            yield str(stream), f"ahead at version {known.version} of {end}"


def _problems_of_rows(stored: Rows, expected: Rows) -> Iterator[tuple[str, str]]:
    """Yield (place, problem) for every row that differs."""
    for table, key in stored.keys() | expected.keys():
        here, should = stored.get((table, key)), expected.get((table, key))
        place = f"{table} {'/'.join(map(str, key))}"
        if here is None:
            yield place, "missing"
        elif should is None:
            yield place, "should not be there"
        elif here != should:
            columns = ", ".join(column for column in should if here[column] != should[column])
            yield place, f"differs in {columns}"
