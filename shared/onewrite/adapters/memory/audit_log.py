"""The record of operations in memory."""

from collections.abc import Sequence
from dataclasses import dataclass

from onewrite.adapters.memory.database import MemoryDatabase
from onewrite.application.ports.audit_log import Operation, Performed


@dataclass(frozen=True)
class MemoryOperations:
    """Operations over a MemoryDatabase."""

    database: MemoryDatabase

    def record(self, operation: Operation) -> None:
        with self.database.lock:
            self.database.record(operation)

    def newest(self, *, limit: int) -> Sequence[Performed]:
        with self.database.lock:
            return self.database.operations[::-1][:limit]
