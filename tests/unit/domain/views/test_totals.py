"""What a row adds to totals, and in which row of them it counts."""

from dataclasses import replace
from decimal import Decimal

from onewrite.domain.views import Count, Sum, Totals
from onewrite.domain.views.totals import SHARD
from tests.support.data.selling import MAY
from tests.support.domains.sold import LINES, PER_DAY, PER_PRODUCT

LINE = {"order_id": "a", "line": "1", "product_id": "tea", "quantity": 3, "amount": Decimal("1.5"), "day": MAY}


def test_a_row_counts_in_the_group_that_its_columns_name_and_in_none_without_all_of_them() -> None:
    assert PER_DAY.group_of(LINE) == (MAY, 3)
    assert PER_DAY.group_of({**LINE, "day": None}) is None
    assert PER_DAY.group_of({"quantity": 3}) is None


def test_a_row_adds_one_and_its_values_and_a_null_adds_nothing() -> None:
    assert PER_DAY.figures_of(LINE) == (1, Decimal("1.5"))
    assert PER_PRODUCT.figures_of({**LINE, "quantity": None}) == (1, 0)


def test_a_group_that_has_no_row_yet_has_no_figures() -> None:
    assert PER_PRODUCT.figures_in(None) == (0, 0)
    assert PER_PRODUCT.figures_in({"product_id": "tea", SHARD: 0, "lines": 2, "quantity": 7}) == (2, 7)


def test_the_rows_of_a_stream_count_in_one_shard_of_each_lane() -> None:
    keys = [f"o{number}" for number in range(100)]
    for lane in range(3):
        shards = {PER_DAY.shard_of(key, lane) for key in keys}
        assert shards == set(range(4 * lane, 4 * lane + 4))
        assert [PER_DAY.shard_of(key, lane) % 4 for key in keys] == [PER_DAY.shard_of(key) for key in keys]


def test_what_is_counted_in_lane_0_is_settled() -> None:
    assert [PER_DAY.is_settled({SHARD: shard}) for shard in (-1, 0, 3, 4)] == [False, True, True, False]


def test_totals_of_another_table_are_others_and_those_in_another_order_are_the_same() -> None:
    lines, quantity = Count(), Sum("quantity")
    moved = Totals(
        "sold_per_product", of=replace(LINES, name="more"), by=("product_id",), lines=lines, quantity=quantity
    )
    turned = Totals("sold_per_product", of=LINES, by=("product_id",), quantity=quantity, lines=lines)
    assert moved.signature != PER_PRODUCT.signature == turned.signature
