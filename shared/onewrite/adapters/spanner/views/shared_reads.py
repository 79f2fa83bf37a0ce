"""What is read once in a transaction for all of its targets, on Spanner."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from onewrite.adapters.spanner.client.connection import Connection
from onewrite.adapters.spanner.client.tagged import Tagged
from onewrite.adapters.spanner.views.read_ahead import ReadAhead
from onewrite.adapters.spanner.views.view_reads import read_checkpoints, read_events
from onewrite.application.ports.views import Checkpoint, FirstEvents, Target
from onewrite.domain.streams import StreamId


@dataclass(frozen=True)
class SharedReads:
    """A checkpoint is read to be changed, so that transactions that advance it run in turn.

    Events are read outside the transaction, without locks, as they never change: so a view never delays an append.
    """

    connection: Connection
    transaction: Tagged
    read_ahead: ReadAhead
    #: Where the checkpoints stood that were read.
    known: dict[Target, Mapping[StreamId, Checkpoint]] = field(default_factory=dict)

    def read_checkpoints(
        self, streams: Mapping[Target, Collection[StreamId]]
    ) -> Mapping[Target, Mapping[StreamId, Checkpoint]]:
        found = read_checkpoints(self.transaction.read_to_change, streams)
        self.known.update({target: {**self.known.get(target, {}), **known} for target, known in found.items()})
        return found

    def moves_on(self, target: Target, now: Checkpoint) -> bool:
        """Tell whether the checkpoint has no failure, and is known to have had none."""
        before = self.known.get(target, {}).get(now.stream)
        return before is not None and all(one.failure is None and not one.is_parked for one in (before, now))

    def read_events(self, after: Mapping[StreamId, int], *, limit: int, size: int) -> FirstEvents:
        with self.connection.snapshot() as snapshot:
            return read_events(snapshot, self.read_ahead, after, limit=limit, size=size)

    def now(self) -> datetime:
        [[now]] = self.transaction.execute_sql("SELECT CURRENT_TIMESTAMP()")
        return now  # type: ignore[no-any-return]
