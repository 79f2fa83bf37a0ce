"""A query of one's own reads several views as of one instant, in memory and on Spanner, however fast they change."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import count, takewhile
from threading import Event

import pytest
from pydantic import BaseModel

from onewrite.bootstrap import App, build
from onewrite.domain.queries import OwnQuery
from onewrite.domain.reading import Reader
from tests.support.domains.sales import BY_PRODUCT_AND_PRICE, MOST_SOLD, SALES, SOLD
from tests.support.domains.sales_queries import SALES_DOMAIN, sell
from tests.support.systems.adapters import settings
from tests.support.systems.sales import sales_in


class Nothing(BaseModel):
    """It asks for nothing in particular."""


class Counts(BaseModel):
    """How many sales of tea there are, in every way to know it."""

    counts: set[int]


def counted(asked: Nothing, reader: Reader) -> Counts:
    """Read the same sales by key, in key order, by an index, and as a total, found in all three ways."""
    listed = reader.by_index(SALES, BY_PRODUCT_AND_PRICE, "tea")
    paged = reader.page(SALES, "a")
    totals = [reader.get(SOLD, "tea"), *reader.page(SOLD), *reader.by_index(SOLD, MOST_SOLD)]
    found = reader.get_all(SALES, [("a", number) for number in range(len(paged) + 50)])
    return Counts(counts={len(listed), len(paged), len(found), *(total["sales"] if total else 0 for total in totals)})


QUERY = OwnQuery("/counted", "How many", Nothing, Counts, counted, (SALES, SOLD))


@pytest.fixture(params=["memory", pytest.param("spanner", marks=pytest.mark.emulator)])
def app(request: pytest.FixtureRequest) -> App:
    return build(settings(eager_relay=False), replace(SALES_DOMAIN, queries=(QUERY,)), sales_in(request))


def counts(app: App) -> set[int]:
    answer = app.read_view.ask(QUERY, Nothing())
    assert isinstance(answer, Counts)
    return answer.counts


def while_selling(app: App, look: Callable[[], None]) -> None:
    """Sell tea, one sale after the other, until it was looked."""
    enough = Event()

    def sell_on() -> None:
        for number in takewhile(lambda _: not enough.is_set(), count(1)):
            sell(app, "a", number, product="tea", price="1")

    with ThreadPoolExecutor(1) as pool:
        selling = pool.submit(sell_on)
        try:
            look()
        finally:
            enough.set()
        selling.result()


def test_all_that_a_query_reads_is_of_one_instant(app: App) -> None:
    def look() -> None:
        seen = [counts(app) for _ in range(30)]
        assert [len(one) for one in seen] == [1] * 30, "nobody sees a sale here that isn't there"
        assert seen == sorted(seen, key=min), "nobody goes back in time"

    while_selling(app, look)
    assert counts(app) != {0}
