"""Inspection on Spanner."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from google.cloud.spanner_v1 import KeyRange, KeySet
from google.cloud.spanner_v1.param_types import INT64, STRING

from onewrite.adapters.spanner import rows
from onewrite.adapters.spanner.client.on_spanner import OnSpanner
from onewrite.application.ports.inspection import Envelope, Place, SeenStream
from onewrite.application.ports.views import Checkpoint
from onewrite.domain.streams import StreamId

STREAM = ("stream_id", "version", "updated_at")
CHECKPOINT = ("projection", "generation", "updated_at", *rows.CHECKPOINT)
CORRELATED = f"""
    SELECT {", ".join(rows.ENVELOPE)} FROM events@{{FORCE_INDEX=events_by_correlation}}
    WHERE correlation_id = @correlation ORDER BY stream_id, version LIMIT @limit
"""  # noqa: S608 - the names of our own columns
#: Behind every character that an id may have.
BEHIND = "\x7f"
#: So many rows are looked at in search of streams with events. A rejected command leaves a stream without any.
MOST_ROWS = 1000


@dataclass(frozen=True)
class SpannerInspection(OnSpanner):
    """Inspection on Spanner."""

    def streams(self, prefix: str, *, limit: int) -> Sequence[SeenStream]:
        keys = KeySet(ranges=[KeyRange(start_closed=[prefix], end_open=[prefix + BEHIND])])
        with self.connection.of("streams").reading("streams", STREAM, keys, limit=MOST_ROWS) as found:
            seen = (SeenStream(StreamId.parse(stream), version, at) for stream, version, at in found if version)
            return list(islice(seen, limit))

    def envelopes(self, places: Collection[tuple[StreamId, int]]) -> Sequence[Envelope]:
        keys = KeySet(keys=[[str(stream), version] for stream, version in places])
        found = self.connection.of("events").read("events", rows.ENVELOPE, keys)
        return [rows.envelope_of(row) for row in found]

    def correlated(self, correlation_id: str, *, limit: int) -> Sequence[Envelope]:
        asked = {"correlation": correlation_id, "limit": limit}
        found = self.connection.of("causes").query(CORRELATED, asked, {"correlation": STRING, "limit": INT64})
        return [rows.envelope_of(row) for row in found]

    def checkpoints(self, places: Collection[Place]) -> Mapping[Place, Checkpoint]:
        keys = KeySet(keys=[[projection, generation, str(stream)] for projection, generation, stream in places])
        known = {}
        for projection, generation, at, *row in self.connection.of("checkpoints").read("checkpoints", CHECKPOINT, keys):
            checkpoint = rows.checkpoint_of(row, at)
            known[projection, generation, checkpoint.stream] = checkpoint
        return known
