"""What a transaction locks: checkpoints and rows, and never an event, so that a view delays no append."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from google.cloud.spanner_v1 import Mutation

from accounts.views.profiles import PROFILES
from onewrite.adapters.spanner.client.connection import UNNAMED, Connection
from onewrite.adapters.spanner.client.tagged import Tagged
from onewrite.adapters.spanner.views.joint_transaction import SpannerJointTransaction
from onewrite.adapters.spanner.views.read_ahead import ReadAhead
from onewrite.application.ports.views import Checkpoint
from tests.support.data.builders import a_stream


@dataclass
class Reads:
    """Google's transaction, database or snapshot: notes the tables that it is asked for, and has no rows."""

    tables: list[str] = field(default_factory=list)
    _mutations: list[Mutation] = field(default_factory=list)

    def read(self, table: str, *_: Any, **__: Any) -> list[Any]:
        self.tables.append(table)
        return []

    @property
    def written(self) -> list[int]:
        """How many columns each mutation writes."""
        return [len(mutation.insert_or_update.columns) for mutation in self._mutations]

    @contextmanager
    def snapshot(self) -> Iterator["Reads"]:
        yield self


def test_checkpoints_and_rows_are_read_under_locks_and_events_are_not() -> None:
    database, locking = Reads(), Reads()
    transaction = SpannerJointTransaction(Connection(database, 1, None), Tagged(locking, UNNAMED), ReadAhead()).of(
        ("profiles", 1)
    )
    transaction.read_checkpoints([a_stream()])
    transaction.read_row(PROFILES, ("ada",))
    transaction.read_events({a_stream(): 0}, limit=1, size=1)
    assert locking.tables == ["checkpoints", "profiles"]
    assert database.tables == ["events"]


def test_a_checkpoint_that_moves_on_writes_no_columns_of_a_failure() -> None:
    database = Reads()
    moving, unknown = a_stream(), a_stream()
    transaction = SpannerJointTransaction(Connection(database, 1, None), Tagged(database, UNNAMED), ReadAhead()).of(
        ("profiles", 1)
    )
    transaction.read_checkpoints([moving])
    transaction.write([], [Checkpoint(moving, 2), Checkpoint(unknown, 2)])
    assert database.written == [6, 15]
