"""All changes of a time that is over, without a group: for a look at a stream."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from spanner_changes.records.changes import DataChange
from spanner_changes.records.partitions import ChildPartitions, PartitionsStarted
from spanner_changes.streams.port import ROOT, ChangeStream

HEARTBEAT: Final = timedelta(seconds=10)


def read_window(stream: ChangeStream, start: datetime, end: datetime) -> Iterator[DataChange]:
    """Yield the changes from `start` to `end`, both included; in order within each partition only.

    Raises HistoryLost when `start` is before the retention of the stream, or before the stream was made.
    """
    waiting, met = [(ROOT, start)], {ROOT}
    while waiting:
        token, begins = waiting.pop()
        for record in stream.read(token, begins, end, HEARTBEAT):
            match record:
                case DataChange():
                    yield record
                    continue
                case ChildPartitions():
                    found = [child.token for child in record.children]
                case PartitionsStarted():
                    found = list(record.tokens)
                case _:
                    continue
            # Each parent of a merge tells of the same child.
            waiting += [(one, record.timestamp) for one in dict.fromkeys(found) if one not in met]
            met.update(found)
