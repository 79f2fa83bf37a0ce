"""Generations on Spanner."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from google.api_core.exceptions import AlreadyExists
from google.cloud.spanner_v1 import COMMIT_TIMESTAMP, JsonObject, KeySet

from onewrite.adapters.spanner import audit_log
from onewrite.adapters.spanner.client.connection import Transaction
from onewrite.adapters.spanner.client.mutations import Mutations
from onewrite.adapters.spanner.client.on_spanner import OnSpanner
from onewrite.application.ports.audit_log import Operation
from onewrite.application.ports.generations import BuildState, Generations
from onewrite.domain.views import TableKeys

GENERATIONS = (
    "active_generation",
    "previous_generation",
    "building_generation",
    "building_state",
    "last_generation",
    "generations",
    "verified",
    "tables",
)
READ = (*GENERATIONS, "updated_at")
WRITTEN = ("projection", *GENERATIONS, "updated_at")


@dataclass(frozen=True)
class SpannerGenerationStore(OnSpanner):
    """GenerationStore on Spanner."""

    def read(self, projection: str) -> Generations:
        found = self.connection.of(projection).read("projections", READ, KeySet(keys=[[projection]]))
        return _generations_of(found)

    def read_all(self) -> Mapping[str, Generations]:
        found = self.connection.read("projections", ("projection", *READ), KeySet(all_=True))
        return {name: _generations_of([row]) for name, *row in found}

    def begin(self, projection: str, tables: TableKeys) -> Generations:
        first = Generations(tables=tables)
        with suppress(AlreadyExists), self.connection.of(projection).commit() as mutations:
            mutations.insert("projections", WRITTEN, [_values(projection, first)])
        return self.read(projection)

    def change(
        self,
        projection: str,
        change: Callable[[Generations], Generations],
        operation_of: Callable[[Generations], Operation] | None = None,
    ) -> Generations:
        operation_id = self.connection.new_id()

        def replace(transaction: Transaction) -> Generations:
            found = transaction.read_to_change("projections", READ, KeySet(keys=[[projection]]))
            known, mutations = _generations_of(found), Mutations.of(transaction)
            now = change(known)
            if now != known:
                mutations.upsert("projections", WRITTEN, [_values(projection, now)])
            if operation_of:
                audit_log.write(mutations, operation_of(now), operation_id)
            return now

        return self.connection.of(projection).transact(replace)  # type: ignore[no-any-return]


def _generations_of(rows: list[Any]) -> Generations:
    if not rows:
        return Generations()
    active, previous, building, state, last, kept, verified, tables, changed_at = rows[0]
    keys = {name: tuple(key) for name, key in tables.items()}
    build_state = BuildState(state) if state else None
    return Generations(active, previous, building, build_state, last, tuple(kept), tuple(verified), keys, changed_at)


def _values(projection: str, known: Generations) -> list[Any]:
    numbers = [known.active, known.previous, known.building, known.state, known.last]
    return [projection, *numbers, list(known.kept), list(known.verified), JsonObject(known.tables), COMMIT_TIMESTAMP]
