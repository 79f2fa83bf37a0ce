"""The audit log in memory."""

from collections.abc import Sequence
from dataclasses import dataclass

from onewrite.adapters.memory.database import MemoryDatabase
from onewrite.application.ports.audit_log import AuditEntry, Operation


@dataclass(frozen=True)
class MemoryAuditLog:
    """AuditLog over a MemoryDatabase."""

    database: MemoryDatabase

    def append(self, operation: Operation) -> None:
        with self.database.lock:
            self.database.audit(operation)

    def newest(self, *, limit: int) -> Sequence[AuditEntry]:
        with self.database.lock:
            return self.database.operations[::-1][:limit]
