"""Generations in memory."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from onewrite.adapters.memory.database import MemoryDatabase
from onewrite.application.ports.audit_log import Operation
from onewrite.application.ports.generations import Generations
from onewrite.domain.views import TableKeys


@dataclass(frozen=True)
class MemoryGenerationStore:
    """GenerationStore over a MemoryDatabase."""

    database: MemoryDatabase

    def read(self, projection: str) -> Generations:
        with self.database.lock:
            return self.database.projections.get(projection, Generations())

    def read_all(self) -> Mapping[str, Generations]:
        with self.database.lock:
            return dict(self.database.projections)

    def begin(self, projection: str, tables: TableKeys) -> Generations:
        with self.database.lock:
            return self.database.projections.setdefault(
                projection, Generations(tables=tables, changed_at=self.database.commit_timestamp())
            )

    def change(
        self,
        projection: str,
        change: Callable[[Generations], Generations],
        operation_of: Callable[[Generations], Operation] | None = None,
    ) -> Generations:
        with self.database.lock:
            known = self.read(projection)
            changed = change(known)
            operation = operation_of(changed) if operation_of else None
            if changed != known:
                self.database.projections[projection] = replace(changed, changed_at=self.database.commit_timestamp())
            if operation:
                self.database.audit(operation)
            return changed
