"""What a transaction locks: checkpoints and rows, and never an event, so that a view delays no append."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from google.cloud.spanner_v1 import Mutation

from accounts.views.profiles import PROFILES
from onewrite.adapters.spanner.client.connection import UNNAMED, Connection
from onewrite.adapters.spanner.client.tagged import Tagged
from onewrite.adapters.spanner.rows import row_of_checkpoint
from onewrite.adapters.spanner.views.joint_transaction import SpannerJointTransaction
from onewrite.adapters.spanner.views.read_ahead import ReadAhead
from onewrite.adapters.spanner.views.view_transaction import SpannerViewTransaction
from onewrite.application.ports.views import Checkpoint, Failure
from tests.support.data.builders import a_stream


@dataclass
class Reads:
    """Google's transaction, database or snapshot: notes the tables that it is asked for, and has these checkpoints."""

    tables: list[str] = field(default_factory=list)
    checkpoints: list[list[Any]] = field(default_factory=list)
    _mutations: list[Mutation] = field(default_factory=list)

    def read(self, table: str, *_: Any, **__: Any) -> list[Any]:
        self.tables.append(table)
        return self.checkpoints if table == "checkpoints" else []

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


def a_transaction(database: Reads) -> SpannerViewTransaction:
    connection = Connection(database, 1, None)
    return SpannerJointTransaction(connection, Tagged(database, UNNAMED), ReadAhead()).of(("profiles", 1))


def test_a_checkpoint_that_moves_on_writes_no_columns_of_a_failure() -> None:
    database = Reads()
    first, second, unknown = a_stream(), a_stream(), a_stream()
    transaction = a_transaction(database)
    transaction.read_checkpoints([first])
    transaction.read_checkpoints([second])
    transaction.write([], [Checkpoint(first, 2), Checkpoint(second, 2), Checkpoint(unknown, 2)])
    assert database.written == [6, 15]
    assert [len(mutation.insert_or_update.values) for mutation in database._mutations] == [2, 1]


def test_a_checkpoint_that_moves_on_after_a_failure_or_fails_writes_them_all() -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    failure = Failure(2, "id", "Moved", "KeyError", "x", 1, now, now)
    failed, parked, fails = a_stream(), a_stream(), a_stream()
    before = [Checkpoint(failed, 1, failure), Checkpoint(parked, 1, failure, now), Checkpoint(fails, 1)]
    database = Reads(checkpoints=[["profiles", 1, *row_of_checkpoint(one)] for one in before])
    transaction = a_transaction(database)
    assert [*transaction.read_checkpoints([failed, parked, fails]).values()] == before
    transaction.write([], [Checkpoint(failed, 2), Checkpoint(parked, 2), Checkpoint(fails, 1, failure)])
    assert database.written == [15]
