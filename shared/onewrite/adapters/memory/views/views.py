"""Views and checkpoints in memory."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from onewrite.adapters.memory.database import MemoryDatabase
from onewrite.adapters.memory.views.joint_transaction import MemoryJointTransaction
from onewrite.adapters.memory.views.view_scan import MemoryViewScan
from onewrite.adapters.memory.views.view_transaction import MemoryViewTransaction, read_events
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

T = TypeVar("T")


@dataclass(frozen=True)
class MemoryViews:
    """Views over a MemoryDatabase."""

    database: MemoryDatabase

    def transact_jointly(self, targets: Collection[Target], work: Callable[[JointTransaction], T]) -> T:
        with self.database.lock:
            transaction = MemoryJointTransaction(self.database, targets)
            result = work(transaction)
            transaction.commit()
            return result

    def transact(self, projection: str, generation: int, work: Callable[[ViewTransaction], T]) -> T:
        target = projection, generation
        return self.transact_jointly([target], lambda transaction: work(transaction.of(target)))

    def read_snapshot(self, projection: str, generation: int, work: Callable[[ViewSnapshot], T]) -> T:
        with self.database.lock:
            return work(MemoryViewTransaction(self.database, projection, generation))

    def scan(self, generation: int, work: Callable[[ViewScan], T]) -> T:
        with self.database.lock:
            return work(MemoryViewScan(self.database, generation))

    def parked(self, projection: str, *, after: Parked | None = None, limit: int) -> Sequence[Parked]:
        behind = [found for found in self._parked(projection) if after is None or place_of(found) > place_of(after)]
        return behind[:limit]

    def count_parked(self, projection: str) -> ParkedCount:
        parked = self._parked(projection)
        oldest = parked[0][1].parked_at if parked else None
        return ParkedCount(min(len(parked), MAX_COUNTED_PARKED + 1), oldest)

    def _parked(self, projection: str) -> Sequence[Parked]:
        with self.database.lock:
            known = self.database.checkpoints.items()
            parked = [(place[1], found) for place, found in known if place[0] == projection and found.is_parked]
        return sorted(parked, key=place_of)

    def drop(self, projection: str, generation: int, tables: Sequence[Table]) -> None:
        with self.database.lock:
            for table in tables:
                self.database.rows.pop((table.name, generation), None)
            for place in [place for place in self.database.checkpoints if place[:2] == (projection, generation)]:
                del self.database.checkpoints[place]

    def remove(self, projection: str, tables: Collection[str]) -> None:
        with self.database.lock:
            for kept in [kept for kept in self.database.rows if kept[0] in tables]:
                del self.database.rows[kept]
            for place in [place for place in self.database.checkpoints if place[0] == projection]:
                del self.database.checkpoints[place]

    def read_events(
        self, targets: Collection[Target], after: Mapping[StreamId, int], *, limit: int, size: int
    ) -> FirstEvents:
        with self.database.lock:
            return read_events(self.database, after, limit=limit, size=size)

    def read_checkpoints(self, targets: Collection[Target], stream: StreamId) -> Mapping[Target, Checkpoint]:
        with self.database.lock:
            known = self.database.checkpoints
            return {target: known.get((*target, stream), Checkpoint(stream)) for target in targets}
