"""The newest entries of the audit log are spread over shards."""

from dataclasses import dataclass, field
from typing import Any

from onewrite.adapters.spanner.audit_log import OPERATION, SHARDS, write
from onewrite.adapters.spanner.client.mutations import Mutations
from onewrite.application.ports.audit_log import Actor, Operation


@dataclass
class Batch:
    """Google's batch: keeps the rows that are inserted."""

    rows: list[list[Any]] = field(default_factory=list)

    def insert(self, table: str, columns: tuple[str, ...], values: list[list[Any]]) -> None:
        assert (table, columns) == ("operations", OPERATION)
        self.rows += values


def test_operations_at_the_same_time_do_not_share_one_place() -> None:
    batch = Batch()
    for number in range(100):
        write(Mutations(batch), Operation("rebuild", Actor("ada")), f"operation-{number}")
    assert {shard for shard, *_ in batch.rows} == set(range(SHARDS))
