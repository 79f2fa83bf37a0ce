"""A query of one's own reads several views as of one instant, in memory and on Spanner, however fast they change."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
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


def asked(app: App, ask: Callable[[Reader], list[object]]) -> list[object]:
    """Ask in a query of its own; return what it reads."""
    seen = list[object]()

    def answer(_: Nothing, reader: Reader) -> Counts:
        seen.extend(ask(reader))
        return Counts(counts=set())

    app.read_view.ask(replace(QUERY, ask=answer), Nothing())
    return seen


@pytest.fixture
def sold(app: App) -> App:
    for shop, number, price in (("a", 1, "1"), ("a", 2, "2"), ("b", 1, "3"), ("c", 1, "4")):
        sell(app, shop, number, product="tea", price=price)
    sell(app, "c", 2, product="pot", price="5")
    return app


def test_pages_begin_behind_any_key_under_the_prefix_or_not(sold: App) -> None:
    places = [None, ("a", 1), ("a", 9), ("b", 0), ("b", 1), ("c", 0)]
    numbers = asked(sold, lambda reader: [len(reader.page(SALES, "b", after=place)) for place in places])
    assert numbers == [1, 1, 1, 1, 0, 0]
    numbers = asked(sold, lambda reader: [len(reader.page(SALES, "b", 1, after=place)) for place in places])
    assert numbers == [1, 1, 1, 1, 0, 0]
    groups = [None, ("pot",), ("tea",), ("uncle",)]
    assert asked(sold, lambda reader: [len(reader.page(SOLD, after=one)) for one in groups]) == [2, 1, 0, 0]
    assert asked(sold, lambda reader: [len(reader.page(SOLD, "tea", after=one)) for one in groups]) == [1, 1, 0, 0]


def test_a_key_that_is_named_twice_is_read_once(sold: App) -> None:
    [sales] = asked(sold, lambda reader: [reader.get_all(SOLD, [("tea",), ("tea",)])["tea",]["sales"]])
    assert sales == 4


def test_a_list_can_be_limited(sold: App) -> None:
    two, four = Decimal(2), Decimal(4)

    def ask(reader: Reader) -> list[object]:
        between = reader.by_index(SALES, BY_PRODUCT_AND_PRICE, "tea", start=two, before=four)
        return [*(row["shop_id"] for row in between), len(reader.by_index(SALES, BY_PRODUCT_AND_PRICE, limit=2))]

    assert asked(sold, ask) == ["a", "b", 2]
