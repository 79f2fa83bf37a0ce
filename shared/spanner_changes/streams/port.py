"""What a consumer group needs of a change stream."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final, Protocol

from spanner_changes.records.partitions import Record

#: The token of the query that returns the first partitions.
ROOT: Final = ""


class ChangeStream(Protocol):
    def read(self, token: str, start: datetime, end: datetime, heartbeat: timedelta) -> Iterator[Record]:
        """Yield the records of a partition in the order of their times, from `start` to `end`, both included.

        The iterator is at its end when everything up to `end` was returned, or when the partition has ended. Of an
        `end` to come it waits for what will be committed. ROOT yields the partitions that exist at `start`.
        Raises HistoryLost when `start` is before the retention of the stream.
        """
        ...
