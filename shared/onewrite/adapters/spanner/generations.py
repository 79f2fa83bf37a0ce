"""Generations on Spanner."""

from dataclasses import dataclass

from google.cloud.spanner_v1 import KeySet

from onewrite.adapters.spanner.connection import Connection
from onewrite.application.ports.generations import Generations

GENERATIONS = ("active_generation", "previous_generation", "building_generation", "generations")


@dataclass(frozen=True)
class SpannerGenerationStore:
    """GenerationStore on Spanner."""

    connection: Connection

    def read(self, projection: str) -> Generations:
        found = self.connection.read("projections", GENERATIONS, KeySet(keys=[[projection]]))
        if not found:
            return Generations()
        active, previous, building, kept = found[0]
        return Generations(active, previous, building, tuple(kept))
