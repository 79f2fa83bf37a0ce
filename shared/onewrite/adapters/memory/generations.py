"""Generations in memory."""

from collections.abc import Callable
from dataclasses import dataclass

from onewrite.adapters.memory.database import MemoryDatabase
from onewrite.application.ports.audit_log import Operation
from onewrite.application.ports.generations import Generations


@dataclass(frozen=True)
class MemoryGenerationStore:
    """GenerationStore over a MemoryDatabase."""

    database: MemoryDatabase

    def read(self, projection: str) -> Generations:
        with self.database.lock:
            return self.database.projections.get(projection, Generations())

    def change(
        self,
        projection: str,
        change: Callable[[Generations], Generations],
        operation_of: Callable[[Generations], Operation] | None = None,
    ) -> Generations:
        with self.database.lock:
            changed = change(self.read(projection))
            operation = operation_of(changed) if operation_of else None
            self.database.projections[projection] = changed
            if operation:
                self.database.audit(operation)
            return changed
