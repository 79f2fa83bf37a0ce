"""Views and checkpoints on Spanner."""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, TypeVar

from google.api_core.exceptions import AlreadyExists, FailedPrecondition, InvalidArgument, OutOfRange
from google.cloud.spanner_v1 import KeyRange, KeySet
from google.cloud.spanner_v1.param_types import INT64, STRING

from onewrite.adapters.spanner import rows
from onewrite.adapters.spanner.client.connection import Connection
from onewrite.adapters.spanner.client.on_spanner import OnSpanner
from onewrite.adapters.spanner.views.joint_transaction import SpannerJointTransaction
from onewrite.adapters.spanner.views.read_ahead import ReadAhead
from onewrite.adapters.spanner.views.view_reads import SpannerViewSnapshot, read_checkpoints, read_events
from onewrite.adapters.spanner.views.view_scan import SpannerViewScan
from onewrite.application.ports.view_scan import ViewScan
from onewrite.application.ports.views import (
    MAX_COUNTED_PARKED,
    Checkpoint,
    FirstEvents,
    JointTransaction,
    Parked,
    ParkedCount,
    Target,
    ViewSnapshot,
    ViewTransaction,
    place_of,
)
from onewrite.domain.streams import StreamId
from onewrite.domain.views import Table
from onewrite.errors import NotInSchema, RowsRefused

T = TypeVar("T")

# The names of tables can't be query parameters; they come from the domain's code, never from a request.
DROP_ROWS = "DELETE FROM {table} WHERE generation = @generation"
DROP_CHECKPOINTS = "DELETE FROM checkpoints WHERE projection = @projection AND generation = @generation"
REMOVE_ROWS = "DELETE FROM {table} WHERE TRUE"
REMOVE_CHECKPOINTS = "DELETE FROM checkpoints WHERE projection = @projection"
#: Errors for rows that Spanner will never accept: too long, null, of the wrong type, too many at once.
REFUSALS = (AlreadyExists, FailedPrecondition, InvalidArgument, OutOfRange)
TYPES = {"projection": STRING, "generation": INT64}


@dataclass(frozen=True)
class SpannerViews(OnSpanner):
    """Views on Spanner."""

    read_ahead: ReadAhead = field(default_factory=ReadAhead)

    def transact_jointly(self, targets: Collection[Target], work: Callable[[JointTransaction], T]) -> T:
        connection = self._used_for(targets)

        def run(transaction: Any) -> T:
            return work(SpannerJointTransaction(connection, transaction, self.read_ahead))

        try:
            result: T = connection.transact(run)
        except REFUSALS as refusal:
            raise RowsRefused(type(refusal).__name__) from refusal
        return result

    def transact(self, projection: str, generation: int, work: Callable[[ViewTransaction], T]) -> T:
        target = projection, generation
        return self.transact_jointly([target], lambda transaction: work(transaction.of(target)))

    def read_snapshot(self, projection: str, generation: int, work: Callable[[ViewSnapshot], T]) -> T:
        with self.connection.of(projection).snapshot(multi_use=True) as snapshot:
            return work(SpannerViewSnapshot(snapshot, projection, generation, self.read_ahead))

    def scan(self, generation: int, work: Callable[[ViewScan], T]) -> T:
        with self.connection.long_running.snapshot(multi_use=True) as snapshot:
            return work(SpannerViewScan(snapshot, generation))

    def parked(self, projection: str, *, after: Parked | None = None, limit: int) -> Sequence[Parked]:
        # Streams of one transaction are parked at one time, so the page before may end between them.
        start = [projection] if after is None else [projection, after[1].parked_at]
        keys = KeySet(ranges=[KeyRange(start_closed=start, end_closed=[projection])])
        columns, index = ("generation", *rows.CHECKPOINT), "checkpoints_by_parked_at"
        with self.connection.of(projection).reading("checkpoints", columns, keys, index=index) as found:
            parked = ((generation, rows.checkpoint_of(row)) for generation, *row in found)
            behind = (one for one in parked if after is None or place_of(one) > place_of(after))
            return list(islice(behind, limit))

    def count_parked(self, projection: str) -> ParkedCount:
        # A query would have to be told that this index holds all that is asked for; a read just reads it.
        keys = KeySet(ranges=[KeyRange(start_closed=[projection], end_closed=[projection])])
        index, most = "checkpoints_by_parked_at", MAX_COUNTED_PARKED + 1
        found = self.connection.read("checkpoints", ("parked_at",), keys, index=index, limit=most)
        return ParkedCount(len(found), found[0][0] if found else None)

    def drop(self, projection: str, generation: int, tables: Sequence[Table]) -> None:
        params = {"generation": generation, "projection": projection}
        for table in tables:
            self._delete(projection, DROP_ROWS.format(table=table.name), params)
        self._delete(projection, DROP_CHECKPOINTS, params)

    def remove(self, projection: str, tables: Collection[str]) -> None:
        for table in tables:
            with suppress(NotInSchema):
                self._delete(projection, REMOVE_ROWS.format(table=table), {})
        self._delete(projection, REMOVE_CHECKPOINTS, {"projection": projection})

    def read_events(
        self, targets: Collection[Target], after: Mapping[StreamId, int], *, limit: int, size: int
    ) -> FirstEvents:
        with self._used_for(targets).snapshot() as snapshot:
            return read_events(snapshot, self.read_ahead, after, limit=limit, size=size)

    def read_checkpoints(self, targets: Collection[Target], stream: StreamId) -> Mapping[Target, Checkpoint]:
        found = read_checkpoints(self._used_for(targets).read, {target: [stream] for target in targets})
        return {target: found[target][stream] for target in targets}

    def _used_for(self, targets: Collection[Target]) -> Connection:
        return self.connection.of("+".join(sorted({projection for projection, _ in targets})))

    def _delete(self, projection: str, statement: str, params: dict[str, Any]) -> None:
        types = {name: TYPES[name] for name in params}
        self.connection.of(projection).change_in_steps(statement, params, types)
