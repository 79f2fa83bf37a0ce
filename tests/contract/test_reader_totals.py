"""What every store reads of totals: whole groups with all their figures, whichever shards have a part of them."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest

from onewrite.bootstrap import Adapters
from onewrite.domain.views import Key, Row
from tests.support.domains.sales import MOST_SOLD, SALES, SOLD, SPREAD, a_sale, write
from tests.support.systems.sales import sales_in

TODAY, TOMORROW = date(2026, 1, 1), date(2026, 1, 2)


def in_shard(totals: str, shard: int, sales: int, takings: int, *group: object) -> Row:
    by = {"sold": SOLD.by, "spread": SPREAD.by}[totals]
    return {**dict(zip(by, group, strict=True)), "shard": shard, "sales": sales, "takings": Decimal(takings)}


@pytest.fixture(params=["memory", pytest.param("spanner", marks=pytest.mark.emulator)])
def sales(request: pytest.FixtureRequest) -> Adapters:
    """The rows of totals are written as they are, so that what is read is told from what was counted."""
    adapters = sales_in(request)
    write(
        adapters,
        SALES,
        a_sale("a", 1, product="tea", price=Decimal("2.5")),
        a_sale("b", 1, product="tea", price=Decimal("1.5")),
        a_sale("b", 2, product="tea"),
        a_sale("b", 3, product="air"),
    )
    write(adapters, SALES, a_sale("z", 1, product="tea", price=Decimal(99)), generation=2)
    write(
        adapters,
        SOLD.table,
        in_shard("sold", 0, 3, 4, "tea"),
        in_shard("sold", 0, 1, 0, "air"),
        in_shard("sold", 0, 9, 90, "pots"),
    )
    write(
        adapters,
        SPREAD.table,
        *(in_shard("spread", shard, 1, shard, TODAY, True) for shard in (0, 2, 3)),
        in_shard("spread", 1, 5, 5, TODAY, False),
        in_shard("spread", 0, 1, 7, TOMORROW, False),
        in_shard("spread", 5, -1, -7, TOMORROW, False),
        in_shard("spread", 1, 2, 7, TOMORROW, True),
        in_shard("spread", 5, -1, -3, TOMORROW, True),
    )
    write(adapters, SPREAD.table, in_shard("spread", 0, 9, 9, TODAY, True), generation=2)
    return adapters


TEA = {"product": "tea", "sales": 3, "takings": 4, "cheapest": Decimal("1.5"), "dearest": Decimal("2.5")}
AIR = {"product": "air", "sales": 1, "takings": 0, "cheapest": None, "dearest": None}
POTS = {"product": "pots", "sales": 9, "takings": 90, "cheapest": None, "dearest": None}


def spread(day: date, is_gift: bool, sales: int, takings: int) -> Row:
    return {"day": day, "is_gift": is_gift, "sales": sales, "takings": takings}


def test_a_group_is_found_by_its_columns_with_all_its_figures(sales: Adapters) -> None:
    with sales.readers.open(once=True) as reader:
        found = reader.get_all(1, SOLD, [("tea",), ("air",), ("nothing",), ("tea",)])
    assert found == {("tea",): TEA, ("air",): AIR}
    assert [*found["tea",]] == [*SOLD.row.model_fields]


def test_groups_follow_one_another_in_the_order_of_their_columns(sales: Adapters) -> None:
    with sales.readers.open() as reader:
        assert reader.page(1, SOLD, limit=9) == [AIR, POTS, TEA]
        assert reader.page(1, SOLD, after=("air",), limit=1) == [POTS]
        assert reader.page(1, SOLD, after=("tea",), limit=9) == []


@pytest.mark.parametrize(
    ("prefix", "after", "expected"),
    [
        ((), None, [spread(TODAY, False, 5, 5), spread(TODAY, True, 3, 5), spread(TOMORROW, True, 1, 4)]),
        ((TODAY,), None, [spread(TODAY, False, 5, 5), spread(TODAY, True, 3, 5)]),
        ((TODAY,), (TODAY, False), [spread(TODAY, True, 3, 5)]),
        ((), (TODAY, True), [spread(TOMORROW, True, 1, 4)]),
        ((TOMORROW,), None, [spread(TOMORROW, True, 1, 4)]),
    ],
)
def test_shards_are_summed_and_a_group_without_rows_is_not_there(
    sales: Adapters, prefix: Key, after: Key | None, expected: Sequence[Row]
) -> None:
    with sales.readers.open() as reader:
        assert reader.page(1, SPREAD, prefix, after=after, limit=9) == expected
        assert reader.page(1, SPREAD, prefix, after=after, limit=1) == expected[:1]
        keys = [(row["day"], row["is_gift"]) for row in expected]
        assert list(reader.get_all(1, SPREAD, [*keys, (TOMORROW, False)]).values()) == expected


def test_groups_are_listed_by_an_index_of_their_figures(sales: Adapters) -> None:
    with sales.readers.open() as reader:
        assert reader.by_index(1, SOLD, MOST_SOLD, limit=9) == [POTS, TEA, AIR]
        assert reader.by_index(1, SOLD, MOST_SOLD, limit=1) == [POTS]
        assert reader.by_index(1, SOLD, MOST_SOLD, after=(9, "pots"), limit=1) == [TEA]
        assert reader.by_index(1, SOLD, MOST_SOLD, (1,), limit=9) == [AIR]
    write(sales, SOLD.table, in_shard("sold", 0, 3, 1, "cake"), in_shard("sold", 0, 0, 0, "air"))
    with sales.readers.open() as reader:
        found = reader.by_index(1, SOLD, MOST_SOLD, after=(9, "pots"), limit=9)
    assert [row["product"] for row in found] == ["cake", "tea"], "ties in the order of the group"
