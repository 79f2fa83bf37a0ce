"""What the reader on Spanner makes of the errors of Google's client, and of what comes in no order."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
from google.api_core import exceptions as google

from accounts.views.interests import INTERESTS
from accounts.views.profiles import PROFILES
from onewrite.adapters.spanner import Connection, SpannerReaders
from onewrite.application.ports.reader import ViewReader
from onewrite.domain.reading import Found
from onewrite.errors import Unavailable
from tests.support.data.builders import a_stream
from tests.support.domains.sales import NEWEST_FIRST, SALES, SOLD
from tests.support.faults.databases import failing_with

USES: dict[str, Callable[[ViewReader], object]] = {
    "active": lambda reader: reader.active("profiles"),
    "checkpoint": lambda reader: reader.checkpoint("profiles", 1, a_stream()),
    "get_all": lambda reader: reader.get_all(1, PROFILES, [("7",)]),
    "get_all_of_totals": lambda reader: reader.get_all(1, SOLD, [("tea",)]),
    "page": lambda reader: reader.page(1, PROFILES, limit=1),
    "by_index": lambda reader: reader.by_index(1, SALES, NEWEST_FIRST, limit=1),
    "search": lambda reader: reader.search(1, INTERESTS, "tea", limit=1),
}


@pytest.mark.parametrize("use", USES)
def test_a_read_that_fails_is_the_fault_of_nobody(use: str) -> None:
    readers = SpannerReaders(failing_with(google.ServiceUnavailable("not now")))
    with pytest.raises(Unavailable), readers.open() as reader:
        USES[use](reader)


def searched(readers: SpannerReaders, words: str) -> Sequence[Found]:
    with readers.open() as reader:
        return reader.search(1, INTERESTS, words, limit=1)


def test_a_search_that_is_wrong_is_told_and_words_that_the_emulator_does_not_index_are_not_found() -> None:
    readers = SpannerReaders(failing_with(google.InvalidArgument("no")))
    assert searched(readers, "thé") == []
    with pytest.raises(google.InvalidArgument):
        searched(readers, "tea")


class Unordered:
    """Google's database: Spanner puts the texts of a result together in any order, the emulator in one."""

    @contextmanager
    def snapshot(self, **_: Any) -> Iterator["Unordered"]:
        yield self

    def execute_sql(self, _: str, **__: Any) -> list[list[Any]]:
        return [["ada", ["tea", "green tea", "oolong tea"], 1.5]]


def test_the_texts_of_a_result_are_in_order_whoever_asks_again() -> None:
    [found] = searched(SpannerReaders(Connection(Unordered(), timeout=1, retry_delay=None)), "tea")
    assert found.texts == ("green tea", "oolong tea", "tea")
