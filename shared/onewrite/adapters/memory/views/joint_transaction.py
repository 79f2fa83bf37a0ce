"""One transaction over several generations of views, in memory."""

from collections.abc import Collection, Mapping
from datetime import datetime

from onewrite.adapters.memory.database import MemoryDatabase
from onewrite.adapters.memory.views.view_transaction import MemoryViewTransaction, read_events
from onewrite.application.ports.views import Checkpoint, FirstEvents, Target
from onewrite.domain.streams import StreamId


class MemoryJointTransaction:
    """JointTransaction over a MemoryDatabase, whose lock the caller holds meanwhile."""

    def __init__(self, database: MemoryDatabase, targets: Collection[Target]) -> None:
        self._database = database
        self._parts = {target: MemoryViewTransaction(database, *target) for target in targets}

    def of(self, target: Target) -> MemoryViewTransaction:
        return self._parts[target]

    def read_checkpoints(
        self, streams: Mapping[Target, Collection[StreamId]]
    ) -> Mapping[Target, Mapping[StreamId, Checkpoint]]:
        return {target: self._parts[target].read_checkpoints(wanted) for target, wanted in streams.items()}

    def read_events(self, after: Mapping[StreamId, int], *, limit: int, size: int) -> FirstEvents:
        return read_events(self._database, after, limit=limit, size=size)

    def now(self) -> datetime:
        return self._database.commit_timestamp()

    def commit(self) -> None:
        for part in self._parts.values():
            part.commit()
