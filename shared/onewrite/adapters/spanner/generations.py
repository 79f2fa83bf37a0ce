"""Generations on Spanner."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from google.cloud.spanner_v1 import COMMIT_TIMESTAMP, KeySet

from onewrite.adapters.spanner import audit_log
from onewrite.adapters.spanner.connection import Connection, Transaction
from onewrite.adapters.spanner.mutations import Mutations
from onewrite.application.ports.audit_log import Operation
from onewrite.application.ports.generations import BuildState, Generations

GENERATIONS = (
    "active_generation",
    "previous_generation",
    "building_generation",
    "building_state",
    "last_generation",
    "generations",
)
WRITTEN = ("projection", *GENERATIONS, "updated_at")


@dataclass(frozen=True)
class SpannerGenerationStore:
    """GenerationStore on Spanner."""

    connection: Connection

    def read(self, projection: str) -> Generations:
        return _generations_of(self.connection.read("projections", GENERATIONS, KeySet(keys=[[projection]])))

    def change(
        self,
        projection: str,
        change: Callable[[Generations], Generations],
        operation_of: Callable[[Generations], Operation] | None = None,
    ) -> Generations:
        operation_id = self.connection.new_id()

        def replace(transaction: Transaction) -> Generations:
            found = list(transaction.read("projections", GENERATIONS, KeySet(keys=[[projection]])))
            now = change(_generations_of(found))
            values = [projection, now.active, now.previous, now.building, now.state, now.last, list(now.kept)]
            mutations = Mutations(transaction)
            mutations.upsert("projections", WRITTEN, [[*values, COMMIT_TIMESTAMP]])
            if operation_of:
                audit_log.write(mutations, operation_of(now), operation_id)
            return now

        return self.connection.transact(replace)  # type: ignore[no-any-return]


def _generations_of(rows: list[Any]) -> Generations:
    if not rows:
        return Generations()
    active, previous, building, state, last, kept = rows[0]
    return Generations(active, previous, building, BuildState(state) if state else None, last, tuple(kept))
