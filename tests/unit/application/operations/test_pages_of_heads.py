from collections.abc import Sequence

import pytest

from onewrite.application.operations.pages_of_heads import PageOfHeads, PageSize, pages_of_heads
from onewrite.application.ports.event_store import Head
from onewrite.bootstrap import Adapters, memory_adapters
from tests.support.data.builders import a_commit, a_stream, an_event, created
from tests.support.faults.ports import on_top_of


@pytest.fixture
def adapters() -> Adapters:
    """Streams a, b, …, with so many events each."""
    adapters = memory_adapters()
    for key, events in zip("abcdefg", (5, 1, 1, 1, 9, 2, 1), strict=True):
        new = [created(), *(an_event() for _ in range(events - 1))]
        adapters.store.append(a_commit(adapters.store.read_head(a_stream(key)), *new))
    return adapters


def keys(page: PageOfHeads) -> str:
    return "".join(stream.key for stream in page.streams)


@pytest.mark.parametrize(
    ("size", "found"),
    [
        (PageSize(3), ["abc", "def", "g"]),
        (PageSize(7), ["abcdefg", ""]),
        (PageSize(8), ["abcdefg"]),
        (PageSize(8, events=6), ["ab", "cd", "e", "fg"]),
        (PageSize(4, events=6), ["ab", "cd", "e", "fg"]),
        (PageSize(3, events=8), ["abc", "d", "e", "f", "g"]),
        (PageSize(8, events=1), [*"abcdefg"]),
    ],
)
def test_pages_have_so_many_heads_and_events_and_leave_out_none(
    adapters: Adapters, size: PageSize, found: list[str]
) -> None:
    pages = list(pages_of_heads(adapters.store, size=size))
    assert [keys(page) for page in pages] == found
    assert [page.is_last for page in pages] == [False] * (len(pages) - 1) + [True]


def test_each_page_begins_where_the_one_before_ended_and_the_last_answers_for_the_rest(adapters: Adapters) -> None:
    pages = list(pages_of_heads(adapters.store, size=PageSize(4, events=6), upto="account-zz"))
    assert [page.after for page in pages[1:]] == [page.upto for page in pages[:-1]]
    assert (pages[0].after, pages[-1].upto) == ("", "account-zz")


def test_heads_that_make_several_pages_are_read_once(adapters: Adapters) -> None:
    limits: list[object] = []

    def read_heads(**asked: object) -> Sequence[Head]:
        limits.append(asked["limit"])
        return adapters.store.read_heads(**asked)  # type: ignore[arg-type]

    list(pages_of_heads(on_top_of(adapters.store, read_heads=read_heads), size=PageSize(8, events=6)))
    assert limits == [8]
