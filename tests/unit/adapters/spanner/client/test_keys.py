"""Keys are the message that Google's client makes of the same keys."""

from datetime import UTC, datetime
from typing import Any

from google.cloud.spanner_v1 import KeyRange, KeySet

from onewrite.adapters.spanner.client.keys import Keys

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
KEYS: list[list[Any]] = [["profiles", 1, "account-7"], [3, NOON, "account-7", 2**62], [None, True]]


def test_they_are_the_message_of_googles_own_keys() -> None:
    assert Keys(KEYS)._to_pb() == KeySet(keys=KEYS)._to_pb()


def test_a_tail_begins_behind_its_second_column() -> None:
    ranges = [
        KeyRange(start_open=[first, at], end_closed=[first]) for first, at in (("account-7", 0), ("account-8", 5))
    ]
    assert Keys(tails={"account-7": 0, "account-8": 5})._to_pb() == KeySet(ranges=ranges)._to_pb()


def test_no_keys_are_none_at_all() -> None:
    assert Keys()._to_pb() == KeySet()._to_pb()
