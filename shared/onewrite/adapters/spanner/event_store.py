"""The event store on Spanner."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from google.api_core.exceptions import AlreadyExists
from google.cloud.spanner_v1 import COMMIT_TIMESTAMP, KeyRange, KeySet

from onewrite.adapters.spanner import rows
from onewrite.adapters.spanner.client.keys import Keys
from onewrite.adapters.spanner.client.mutations import Mutations
from onewrite.adapters.spanner.client.on_spanner import OnSpanner
from onewrite.adapters.spanner.undecoded_events import event_of, read_undecoded, size_of
from onewrite.application.ports.event_store import CommandResult, Commit, CommitClash, Head
from onewrite.domain.events import RecordedEvent
from onewrite.domain.streams import StreamId

#: What one call reads of a stream at most, so that a stream of any length and of any events fits in memory.
EVENTS_PER_PAGE, BYTES_PER_PAGE = 1000, 16_000_000


@dataclass(frozen=True)
class SpannerEventStore(OnSpanner):
    """EventStore on Spanner. Inserting (stream_id, version) is the concurrency check: no lock, no transaction."""

    def read_head(self, stream: StreamId) -> Head:
        found = self.connection.of("head").row("streams", rows.HEAD, str(stream))
        return rows.head_of(found) if found else Head(stream, 0, is_new=True)

    def append(self, commit: Commit) -> tuple[RecordedEvent, ...]:
        try:
            with self.connection.of("append").commit() as mutations:
                self._insert(mutations, commit)
        except AlreadyExists as clash:
            raise CommitClash from clash
        return commit.recorded(mutations.committed_at)

    def now(self) -> datetime:
        [[now]] = self.connection.query("SELECT CURRENT_TIMESTAMP()")
        return now  # type: ignore[no-any-return]

    def read_result(self, stream: StreamId, key: str) -> CommandResult | None:
        found = self.connection.of("result").row("commands", rows.RESULT, str(stream), key)
        return rows.result_of(found) if found else None

    def read_stream(self, stream: StreamId, *, after: int = 0, upto: int | None = None) -> Iterator[RecordedEvent]:
        end = [str(stream)] if upto is None else [str(stream), upto]
        while True:
            rest = KeySet(ranges=[KeyRange(start_open=[str(stream), after], end_closed=end)])
            page, is_last = self._read_page(rest)
            yield from page
            if is_last:
                return
            after = page[-1].version

    def read_events(self, pointers: Iterable[tuple[StreamId, int]]) -> tuple[RecordedEvent, ...]:
        with self.connection.of("events").snapshot() as snapshot:
            return tuple(map(event_of, read_undecoded(snapshot, _keys_of(pointers))))

    def read_commit_times(self, pointers: Iterable[tuple[StreamId, int]]) -> tuple[datetime, ...]:
        found = self.connection.of("events").read("events", ("committed_at",), _keys_of(pointers))
        return tuple(committed_at for (committed_at,) in found)

    def read_heads(
        self,
        *,
        after: StreamId | None = None,
        upto: str | None = None,
        category: str | None = None,
        limit: int = 1000,
    ) -> tuple[Head, ...]:
        # The ids of a category lie between "category-" and "category.": a dot is the character after the dash.
        first, behind = (f"{category}-", f"{category}.") if category else ("", None)
        start = max(str(after) if after else "", first)
        if behind is not None and (upto is None or upto >= behind):
            keys = KeyRange(start_open=[start], end_open=[behind])
        else:
            keys = KeyRange(start_open=[start], end_closed=[] if upto is None else [upto])
        found = self.connection.of("heads").read(
            "streams", ("stream_id", "version"), KeySet(ranges=[keys]), limit=limit
        )
        return tuple(Head(StreamId.parse(stream), version) for stream, version in found)

    def _read_page(self, keys: KeySet) -> tuple[list[RecordedEvent], bool]:
        """Return the first events, and whether these are all."""
        page, size = list[RecordedEvent](), 0
        with self.connection.of("stream").snapshot() as snapshot:
            for row in read_undecoded(snapshot, keys, limit=EVENTS_PER_PAGE):
                page.append(event_of(row))
                size += size_of(row)
                if size >= BYTES_PER_PAGE:
                    return page, False
        return page, len(page) < EVENTS_PER_PAGE

    def _insert(self, mutations: Mutations, commit: Commit) -> None:
        stream, first = commit.after.stream, commit.after.version + 1
        numbered = list(enumerate(commit.events, start=first))
        _write_head(mutations, commit)
        mutations.insert("events", rows.EVENT, [rows.row_of_event(stream, v, event) for v, event in numbered])
        mutations.insert("outbox", rows.POINTER, [rows.row_of_pointer(stream, v, event.size) for v, event in numbered])
        if commit.result:
            mutations.insert("commands", (*rows.RESULT, "committed_at"), [rows.row_of_result(stream, commit.result)])


def _keys_of(pointers: Iterable[tuple[StreamId, int]]) -> Keys:
    return Keys((str(stream), version) for stream, version in pointers)


def _write_head(mutations: Mutations, commit: Commit) -> None:
    columns: tuple[str, ...] = ("stream_id", "version", "updated_at")
    values = [str(commit.after.stream), commit.version, COMMIT_TIMESTAMP]
    if commit.snapshot:
        columns += rows.SNAPSHOT
        values += rows.values_of_snapshot(commit.snapshot)
    if commit.events:
        # An upsert that reads nothing is safe here: the insert of the first event fails if another writer was first.
        mutations.upsert("streams", columns, [values])
    elif commit.after.is_new:
        # A result needs its stream's row; the insert clashes if another command opens the stream meanwhile.
        mutations.insert("streams", columns, [values])
