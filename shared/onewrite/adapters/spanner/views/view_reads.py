"""Reading a view, its checkpoints and the events of its streams, on Spanner."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from google.cloud.spanner_v1 import KeyRange, KeySet

from onewrite.adapters.spanner import rows
from onewrite.adapters.spanner.client.keys import Keys
from onewrite.adapters.spanner.undecoded_events import Undecoded, event_of, read_undecoded
from onewrite.adapters.spanner.undecoded_events import size_of as size_of_event
from onewrite.adapters.spanner.views.read_ahead import FIRST_ROWS, ReadAhead
from onewrite.application.batches import first_batch
from onewrite.application.ports.views import Checkpoint, FirstEvents, Target
from onewrite.domain.streams import StreamId
from onewrite.domain.views import Row, Table
from onewrite.domain.views.rows import size_of

#: What a page of rows has about, and at most.
PAGE_BYTES: Final = 1_000_000
MOST_ROWS: Final = 10_000


@dataclass(frozen=True)
class SpannerViewSnapshot:
    """ViewSnapshot over a multi-use snapshot: all reads are as of one instant."""

    snapshot: Any
    projection: str
    generation: int
    read_ahead: ReadAhead

    def read_checkpoints(self, streams: Collection[StreamId]) -> Mapping[StreamId, Checkpoint]:
        target = self.projection, self.generation
        return read_checkpoints(self.snapshot.read, {target: streams})[target]

    def checkpoints_between(self, after: str, upto: str, *, limit: int) -> Sequence[Checkpoint]:
        place = [self.projection, self.generation]
        keys = KeySet(ranges=[KeyRange(start_open=[*place, after], end_closed=[*place, upto])])
        found = self.snapshot.read("checkpoints", rows.CHECKPOINT, keys, limit=limit)
        return [rows.checkpoint_of(row) for row in found]

    def read_events(self, after: Mapping[StreamId, int], *, limit: int, size: int) -> FirstEvents:
        return read_events(self.snapshot, self.read_ahead, after, limit=limit, size=size)

    def read_rows(self, table: Table, *, after: str, upto: str | None) -> Iterator[Row]:
        # The open start leaves out all rows whose leading key column is `after`: they belong to the range before.
        start, end = [self.generation, after], [self.generation, upto] if upto else [self.generation]
        is_more = True
        while is_more:
            asked = self.read_ahead.rows(table.name, limit=MOST_ROWS, size=PAGE_BYTES)
            keys = KeySet(ranges=[KeyRange(start_open=start, end_closed=end)])
            found = self.snapshot.read(table.name, table.columns, keys, limit=asked)
            page = [dict(zip(table.columns, row, strict=True)) for row in found]
            self.read_ahead.note(table.name, [size_of(row) for row in page[:FIRST_ROWS]])
            yield from page
            is_more = len(page) == asked
            start = [self.generation, *table.key_of(page[-1])] if page else start


def read_checkpoints(
    read: Callable[..., Iterable[list[Any]]], streams: Mapping[Target, Collection[StreamId]]
) -> Mapping[Target, Mapping[StreamId, Checkpoint]]:
    """Read by a method of a transaction or a snapshot. One round trip."""
    keys = Keys([*target, str(stream)] for target, wanted in streams.items() for stream in wanted)
    known = {target: {stream: Checkpoint(stream) for stream in wanted} for target, wanted in streams.items()}
    for projection, generation, *row in read("checkpoints", ("projection", "generation", *rows.CHECKPOINT), keys):
        checkpoint = rows.checkpoint_of(row)
        known[projection, generation][checkpoint.stream] = checkpoint
    return known


def read_events(
    source: Any, read_ahead: ReadAhead, after: Mapping[StreamId, int], *, limit: int, size: int
) -> FirstEvents:
    """Read from a transaction or a snapshot, which streams. One round trip."""
    tails = {str(stream): known for stream, known in after.items()}
    asked = read_ahead.rows("events", limit=limit, size=size)
    found = read_undecoded(source, Keys(tails=tails), limit=asked + 1)
    sizes: list[int] = []

    def weigh(row: Undecoded) -> int:
        sizes.append(size_of_event(row))
        return sizes[-1]

    first, is_all = first_batch(found, weigh, rows=asked, size=size)
    read_ahead.note("events", sizes[: len(first)])
    return FirstEvents(after, [*map(event_of, first)], is_all)
