"""Where a walk over all streams is cut: where Spanner itself splits the table of streams."""

from collections.abc import Sequence
from random import sample

from google.cloud.spanner_v1 import KeySet

from onewrite.adapters.spanner.client.connection import Connection
from onewrite.adapters.spanner.client.tagged import tagged_part
from onewrite.application.ports.walks import evenly
from onewrite.errors import Unavailable

#: For each range that is wanted. Each partition costs a round trip; more would not make the ranges more even.
PARTITIONS_SAMPLED = 4
SAMPLE = "SELECT stream_id FROM streams TABLESAMPLE RESERVOIR ({rows} ROWS)"
#: For each range that is wanted.
STREAMS_SAMPLED = 60


def cut(connection: Connection, wanted: int) -> Sequence[str]:
    """Return stream ids that cut all streams into at most `wanted` ranges of about the same size."""
    firsts = _firsts_of_partitions(connection, wanted * PARTITIONS_SAMPLED)
    if len(firsts) > wanted:
        return evenly(firsts, wanted)
    try:
        # Spanner has few splits: cut by a sample of the streams, which holds all of them if they are few.
        found = connection.query(SAMPLE.format(rows=max(1000, wanted * STREAMS_SAMPLED)))
        return evenly(sorted(stream for [stream] in found), wanted)
    except Unavailable:
        # There are too many streams to sample them in time. With fewer ranges the walk is slower, not wrong.
        return firsts[1:]


def _firsts_of_partitions(connection: Connection, most: int) -> list[str]:
    """Return the first stream of each partition, in order; of a random sample if there are more than `most`."""
    with connection.faults_as_ours():
        snapshot = connection.database.batch_snapshot()
        try:
            parts = list(snapshot.generate_read_batches("streams", ("stream_id",), KeySet(all_=True)))
            sampled = sample(parts, most) if len(parts) > most else parts
            tagged = (tagged_part(part, connection.purpose) for part in sampled)
            firsts = (next(iter(snapshot.process_read_batch(part)), None) for part in tagged)
            return sorted(first[0] for first in firsts if first)
        finally:
            snapshot.close()
