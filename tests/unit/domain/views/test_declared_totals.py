"""Totals that can't be exact, or can't be kept, are told where they are declared."""

import re
from collections.abc import Callable

import pytest

from onewrite.domain.views import Count, Descending, Figure, Index, Max, Min, Sum, Totals
from tests.support.domains.lines import LINES


def over_lines(
    name: str = "sold", *, by: str = "product_id", shards: int = 1, **figures: Figure
) -> Callable[[], Totals]:
    indexes = (Index(Descending("orders")),) if shards > 1 else ()
    return lambda: Totals(name, of=LINES, by=(by,), shards=shards, indexes=indexes, **{"orders": Count(), **figures})


@pytest.mark.parametrize(
    ("declare", "told"),
    [
        (over_lines(by="colour"), "lines has no column colour"),
        (over_lines(quantity=Sum("amount")), "lines has no column amount"),
        (lambda: Totals("sold", of=LINES, by=("product_id",), quantity=Sum("quantity")), "add a Count(), which tells"),
        (over_lines(product_id=Count()), "rename the figure product_id: a column has that name"),
        (over_lines(shard=Count()), "rename the figure shard: a column has that name"),
        (over_lines("order"), "order is a word of SQL: rename it"),
        (over_lines(hash=Count()), "hash is a word of SQL: rename it"),
        (lambda: Totals("sold", of=LINES, by=(), orders=Count()), "name a column to group by: for one group of all"),
        (
            lambda: Totals("sold", of=LINES, by=("due",), indexes=(Index("shard"),), orders=Count()),
            'Index("shard") names shard, but can sort by due, orders only',
        ),
        (over_lines(shards=0), "use one shard, or no indexes"),
        (over_lines(shards=4), "use one shard, or no indexes: an index can't sort what is summed when it is read"),
        (over_lines(by="weight"), "weight is FLOAT64, which has no order to group by"),
        (over_lines(by="details"), "details is JSON, which has no order to group by"),
        (over_lines(weight=Sum("weight")), "weight sums FLOAT64, which can't be exact: use int or Decimal"),
        (over_lines(notes=Sum("note")), "notes sums STRING, which can't be exact: use int or Decimal"),
        (
            over_lines(first=Min("due")),
            'first is looked up in Index("product_id", "due"), which lines doesn\'t declare',
        ),
        (over_lines(last=Max("due")), 'last is looked up in Index("product_id", Descending("due")), which lines'),
    ],
)
def test_totals_that_do_not_fit_are_told_at_once(declare: Callable[[], Totals], told: str) -> None:
    with pytest.raises(TypeError, match=rf"^totals \w+: {re.escape(told)}"):
        declare()


def test_all_that_is_wrong_with_totals_is_told_together() -> None:
    with pytest.raises(TypeError, match=r"^totals order: lines has no column colour; order is a word of SQL: rename"):
        over_lines("order", by="colour")()
