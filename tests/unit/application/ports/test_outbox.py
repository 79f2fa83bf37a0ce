"""The shard of a stream is a number that every instance and every release must agree on."""

import pytest

from onewrite.application.ports.outbox import SHARDS, shard_of
from onewrite.domain.streams import StreamId


@pytest.mark.parametrize(("key", "shard"), [("7", 5), ("ada", 1), ("bob", 9)])
def test_a_stream_stays_in_its_shard(key: str, shard: int) -> None:
    """An eager relay of another release would not find the row that it is to delete."""
    assert shard_of(StreamId("account", key)) == shard


def test_streams_are_spread_over_all_shards() -> None:
    assert {shard_of(StreamId("account", str(number))) for number in range(200)} == set(range(SHARDS))
