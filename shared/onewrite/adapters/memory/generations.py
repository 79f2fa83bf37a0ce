"""Generations in memory."""

from dataclasses import dataclass

from onewrite.adapters.memory.database import MemoryDatabase
from onewrite.application.ports.generations import Generations


@dataclass(frozen=True)
class MemoryGenerationStore:
    """GenerationStore over a MemoryDatabase."""

    database: MemoryDatabase

    def read(self, projection: str) -> Generations:
        with self.database.lock:
            return self.database.projections.get(projection, Generations())
