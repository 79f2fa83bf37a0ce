"""Where a rebuild is cut: at Spanner's own splits if there are enough, else by a sample, else wherever there is one."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, cast

import pytest
from google.api_core import exceptions as google

from onewrite.adapters.spanner import SpannerWalks
from onewrite.adapters.spanner.client.connection import Connection
from onewrite.adapters.spanner.cuts import PARTITIONS_SAMPLED

STREAMS = [f"account-{number:03d}" for number in range(400)]


@dataclass
class Splits:
    """Google's database and snapshot of it, split after so many streams; every second partition is empty."""

    size: int
    sample: list[str] | Exception = field(default_factory=list)
    read: list[str] = field(default_factory=list)
    is_open: bool = False

    def batch_snapshot(self) -> "Splits":
        self.is_open = True
        return self

    def close(self) -> None:
        self.is_open = False

    def generate_read_batches(self, table: str, columns: tuple[str, ...], keys: Any) -> list[dict[str, Any]]:
        assert (table, columns, keys.all_) == ("streams", ("stream_id",), True)
        firsts = STREAMS[:: self.size]
        return [{"partition": part, "read": {}} for first in reversed(firsts) for part in (first, None)]

    def process_read_batch(self, part: dict[str, Any]) -> Iterator[list[str]]:
        first = part["partition"]
        self.read.append(first or "empty")
        return iter([] if first is None else [[first], ["account-999"]])

    @contextmanager
    def snapshot(self) -> Iterator["Splits"]:
        yield self

    def execute_sql(self, *_: Any, **__: Any) -> list[list[str]]:
        if isinstance(self.sample, Exception):
            raise self.sample
        return [[stream] for stream in self.sample]


def cut(splits: Splits, wanted: int) -> list[str]:
    cuts = list(SpannerWalks(Connection(cast("Any", splits), 1, None)).cut(wanted))
    assert not splits.is_open
    return cuts


def test_many_splits_are_the_cuts_themselves() -> None:
    splits = Splits(size=25, sample=["not", "asked", "for"])
    assert cut(splits, 8) == STREAMS[25 * 1 : 25 * 15 : 25 * 2]


def test_of_very_many_splits_some_are_looked_at() -> None:
    splits = Splits(size=1)
    assert len(cut(splits, 8)) < 8  # how many is chance, as some of them are empty
    assert len(splits.read) == 8 * PARTITIONS_SAMPLED


def test_few_splits_leave_it_to_a_sample_of_the_streams() -> None:
    assert cut(Splits(size=200, sample=[*reversed(STREAMS)]), 4) == [STREAMS[99], STREAMS[199], STREAMS[299]]


def test_a_sample_that_takes_too_long_leaves_few_splits() -> None:
    assert cut(Splits(size=200, sample=google.DeadlineExceeded("too many streams")), 4) == [STREAMS[200]]


def test_a_sample_that_is_wrong_is_told() -> None:
    with pytest.raises(google.InvalidArgument):
        cut(Splits(size=200, sample=google.InvalidArgument("no such table")), 4)
