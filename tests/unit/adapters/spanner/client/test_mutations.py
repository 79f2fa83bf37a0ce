"""Mutations are the messages that Google's client makes of the same rows."""

from datetime import UTC, datetime
from decimal import Decimal
from types import SimpleNamespace

from google.cloud.spanner_v1 import COMMIT_TIMESTAMP, JsonObject, KeyRange, KeySet
from google.cloud.spanner_v1.batch import Batch as GooglesBatch

from onewrite.adapters.spanner.client.mutations import Mutations

COLUMNS = ("id", "number", "size", "is_open", "at", "price", "data", "tags", "nothing", "committed_at")
ROWS = [
    ["a", 1, 0.5, True, datetime(2026, 1, 1, tzinfo=UTC), Decimal("1.20"), JsonObject({"a": [1]}), ["x"], None, "now"],
    ["b", 2, -1.0, False, datetime(2026, 1, 2, tzinfo=UTC), Decimal(0), JsonObject([]), [], None, COMMIT_TIMESTAMP],
]


def test_they_are_the_messages_of_googles_own_batch() -> None:
    theirs = GooglesBatch(SimpleNamespace())
    theirs.insert("events", COLUMNS, ROWS)
    theirs.update("events", COLUMNS, ROWS)
    theirs.insert_or_update("events", COLUMNS, ROWS)
    theirs.delete("events", KeySet(keys=[["a", 1]]))
    theirs.delete("events", KeySet(ranges=[KeyRange(start_closed=["a"], end_closed=["a"])]))
    ours = Mutations()
    ours.insert("events", COLUMNS, ROWS)
    ours.update("events", COLUMNS, ROWS)
    ours.upsert("events", COLUMNS, ROWS)
    ours.delete("events", [["a", 1]])
    ours.delete_under("events", [["a"]])
    assert ours.messages == theirs._mutations


def test_no_rows_make_no_message() -> None:
    mutations = Mutations()
    mutations.insert("events", COLUMNS, [])
    mutations.update("events", COLUMNS, [])
    mutations.upsert("events", COLUMNS, [])
    mutations.delete("events", [])
    assert not mutations.messages


def test_those_of_a_transaction_are_what_it_commits() -> None:
    transaction = SimpleNamespace(_mutations=[])
    Mutations.of(transaction).insert("events", COLUMNS, ROWS)
    assert len(transaction._mutations) == 1
