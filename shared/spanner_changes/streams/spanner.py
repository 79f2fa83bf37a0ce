"""A change stream of Spanner (GoogleSQL), with immutable or mutable key ranges."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from google.api_core import exceptions as google
from google.cloud.spanner_v1 import RequestOptions, param_types

from spanner_changes.errors import HistoryLost
from spanner_changes.records import immutable
from spanner_changes.records.partitions import ChildPartitions, PartitionEnded, Record
from spanner_changes.streams.port import ROOT

#: A query may be open this much longer than its window.
MARGIN_SECONDS: Final = 60.0
_NAME: Final = re.compile(r"[A-Za-z]\w*", re.ASCII)
#: What Spanner says of a time that the stream doesn't keep, and of one at which the partition has ended already.
_NOT_KEPT: Final = re.compile(r"start_timestamp is too far in the past|partition is no longer valid")
_ENDED: Final = "start_timestamp is invalid"
_ENDS: Final = (ChildPartitions, PartitionEnded)
#: Every partition lives longer than this.
_MOMENT: Final = timedelta(milliseconds=1)
_TYPES: Final = {
    "start": param_types.TIMESTAMP,
    "end": param_types.TIMESTAMP,
    "token": param_types.STRING,
    "heartbeat": param_types.INT64,
}


class SpannerChangeStream:
    """The change stream `name` of `database`, a Database of google-cloud-spanner.

    `priority`: that of its queries, as RequestOptions has it; by default Spanner's own, which is the highest.
    """

    def __init__(self, database: Any, name: str, *, priority: int = 0) -> None:
        if not _NAME.fullmatch(name):
            raise ValueError(f"{name!r} is not the name of a change stream: use letters, digits and underscores")
        self._database = database
        self._sql = f"SELECT ChangeRecord FROM READ_{name}(@start, @end, @token, @heartbeat)"  # noqa: S608 - checked
        self._tag = RequestOptions(request_tag=f"change_stream={name}", priority=priority)

    def read(self, token: str, start: datetime, end: datetime, heartbeat: timedelta) -> Iterator[Record]:
        """As ChangeStream says, also for a partition that ended at `start`, or just before it.

        Spanner refuses to begin there, so the query begins earlier, and leaves out what was read before.
        """
        try:
            yield from self._query(token, start, end, heartbeat)
        except (google.InvalidArgument, google.OutOfRange) as refusal:
            if _NOT_KEPT.search(refusal.message):
                raise HistoryLost(token, start) from refusal
            if _ENDED not in refusal.message:
                raise
            earlier = self._query(token, start - _MOMENT, end, heartbeat)
            yield from (one for one in earlier if one.timestamp >= start or isinstance(one, _ENDS))

    def _query(self, token: str, start: datetime, end: datetime, heartbeat: timedelta) -> Iterator[Record]:
        window = {
            "start": start,
            "end": end,
            "token": None if token == ROOT else token,
            "heartbeat": heartbeat // timedelta(milliseconds=1),
        }
        timeout = max(0.0, (end - start).total_seconds()) + MARGIN_SECONDS
        with self._database.snapshot() as snapshot:
            for (row,) in snapshot.execute_sql(
                self._sql, params=window, param_types=_TYPES, request_options=self._tag, timeout=timeout
            ):
                yield from _decode(row)


def _decode(row: Any) -> Iterator[Record]:
    if isinstance(row, list):
        return immutable.decode(row)
    from spanner_changes.records import mutable  # noqa: PLC0415 - most streams have no use for it

    return mutable.decode(row)
