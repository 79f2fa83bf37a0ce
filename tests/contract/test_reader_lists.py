"""What every store lists in the order of an index: ties, nulls, limits, both directions, one page after the other."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from onewrite.application.ports.reader import ANYWHERE, Between
from onewrite.bootstrap import Adapters
from onewrite.domain.events import Json
from onewrite.domain.views import Index
from tests.support.domains.sales import (
    BY_PRODUCT_AND_PRICE,
    BY_PRODUCT_DEAREST_FIRST,
    BY_PRODUCT_NEWEST_FIRST,
    NEWEST_FIRST,
    NOON,
    SALES,
    a_sale,
    keys_of,
    write,
)
from tests.support.systems.sales import sales_in

LATER = NOON + timedelta(hours=1)
TODAY, TOMORROW = date(2026, 1, 1), date(2026, 1, 2)


@pytest.fixture(params=["memory", pytest.param("spanner", marks=pytest.mark.emulator)])
def sales(request: pytest.FixtureRequest) -> Adapters:
    """The same product sold in three shops, twice at the same time and price, once without either."""
    adapters = sales_in(request)
    write(
        adapters,
        SALES,
        a_sale("b", 1, product="tea", sold_at=NOON, price=Decimal("2.5"), day=TODAY, is_gift=True),
        a_sale("a", 2, product="tea", sold_at=LATER, price=Decimal(10), day=TODAY, is_gift=False),
        a_sale("a", 1, product="tea", sold_at=NOON, price=Decimal("2.5"), day=TODAY, is_gift=False),
        a_sale("c", 3, product="tea"),
        a_sale("c", 4, product="teapot", sold_at=NOON, price=Decimal(40), day=TOMORROW, is_gift=False),
        a_sale("c", 5, sold_at=NOON, price=Decimal(1)),
    )
    write(adapters, SALES, a_sale("a", 1, product="tea", sold_at=NOON, price=Decimal(1)), generation=2)
    return adapters


def listed(
    sales: Adapters,
    index: Index,
    *equal: Json,
    between: Between = ANYWHERE,
    after: tuple[Json, ...] | None = None,
    limit: int = 9,
) -> list[tuple[str, int]]:
    with sales.readers.open(once=True) as reader:
        return keys_of(reader.by_index(1, SALES, index, equal, between=between, after=after, limit=limit))


def test_rows_that_agree_follow_in_the_order_of_their_keys(sales: Adapters) -> None:
    assert listed(sales, BY_PRODUCT_NEWEST_FIRST, "tea") == [("a", 2), ("a", 1), ("b", 1)]
    assert listed(sales, BY_PRODUCT_AND_PRICE, "tea") == [("a", 1), ("b", 1), ("a", 2)]
    assert listed(sales, BY_PRODUCT_DEAREST_FIRST, "tea") == [("a", 2), ("a", 1), ("b", 1)]
    assert listed(sales, NEWEST_FIRST) == [("c", 4), ("a", 2), ("a", 1), ("b", 1)]


def test_a_row_is_listed_while_every_column_of_the_index_has_a_value(sales: Adapters) -> None:
    assert ("c", 3) not in listed(sales, BY_PRODUCT_AND_PRICE, "tea")
    assert ("c", 5) not in listed(sales, BY_PRODUCT_AND_PRICE)
    write(sales, SALES, a_sale("c", 3, product="tea", price=Decimal(0)), a_sale("b", 1, product="tea"))
    assert listed(sales, BY_PRODUCT_AND_PRICE, "tea") == [("c", 3), ("a", 1), ("a", 2)]


def test_a_value_is_equal_or_it_is_not(sales: Adapters) -> None:
    assert listed(sales, BY_PRODUCT_AND_PRICE, "teapot") == [("c", 4)]
    assert listed(sales, BY_PRODUCT_AND_PRICE, "te") == []
    assert listed(sales, NEWEST_FIRST, TODAY, False) == [("a", 2), ("a", 1)]
    assert listed(sales, BY_PRODUCT_AND_PRICE, "tea", Decimal("2.50")) == [("a", 1), ("b", 1)]


@pytest.mark.parametrize(
    ("start", "before", "expected"),
    [
        (NOON, None, [("a", 2), ("a", 1), ("b", 1)]),
        (NOON, LATER, [("a", 1), ("b", 1)]),
        (None, LATER, [("a", 1), ("b", 1)]),
        (LATER, None, [("a", 2)]),
        (None, NOON, []),
        (LATER, NOON, []),
    ],
)
def test_the_next_column_is_limited_from_a_value_and_before_another(
    sales: Adapters, start: Json, before: Json, expected: list[tuple[str, int]]
) -> None:
    assert listed(sales, BY_PRODUCT_NEWEST_FIRST, "tea", between=Between(start, before)) == expected


def test_a_list_goes_on_behind_a_place_whether_or_not_the_row_there_is_left(sales: Adapters) -> None:
    assert listed(sales, BY_PRODUCT_NEWEST_FIRST, "tea", after=(LATER, "a", 2)) == [("a", 1), ("b", 1)]
    assert listed(sales, BY_PRODUCT_NEWEST_FIRST, "tea", after=(NOON, "a", 1)) == [("b", 1)]
    assert listed(sales, BY_PRODUCT_NEWEST_FIRST, "tea", after=(NOON, "a", 7), limit=1) == [("b", 1)]
    assert listed(sales, NEWEST_FIRST, after=(TODAY, False, 2, "a")) == [("a", 1), ("b", 1)]
    assert listed(sales, NEWEST_FIRST, after=(TODAY, False, 1, "a")) == [("b", 1)]
    assert listed(sales, NEWEST_FIRST, TODAY, False, after=(2, "a")) == [("a", 1)]


def test_a_list_takes_limit_and_place_together(sales: Adapters) -> None:
    found = listed(sales, BY_PRODUCT_NEWEST_FIRST, "tea", between=Between(NOON, LATER), after=(NOON, "a", 1))
    assert found == [("b", 1)]


def test_a_row_that_is_listed_has_all_its_columns(sales: Adapters) -> None:
    expected = a_sale("c", 4, product="teapot", sold_at=NOON, price=Decimal(40), day=TOMORROW, is_gift=False)
    with sales.readers.open(once=True) as reader:
        assert reader.by_index(1, SALES, NEWEST_FIRST, (TOMORROW,), limit=9) == [expected]
