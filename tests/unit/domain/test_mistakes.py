"""What doesn't fit together in a domain is told when it is put together: each mistake with its place and what to do."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from onewrite.domain.mistakes import DomainDoesNotFit
from onewrite.domain.model import Domain
from onewrite.domain.queries import PageQuery, RowQuery
from onewrite.domain.views import Table
from tests.support.domains import misfits
from tests.support.domains.misfits import (
    DOMAIN,
    LOST_TOTALS,
    ORDERS,
    OTHER_ROW,
    Both,
    Idle,
    Lost,
    Number,
    Order,
    Orders,
    Short,
    Unfinished,
    changed,
    with_tables,
)

HERE = misfits.__name__


#: By name: what is put together, and what is told.
MISTAKES: dict[str, tuple[Callable[[], Domain], list[str]]] = {
    "no_aggregate": (
        lambda: Domain((), ()),
        ["the domain has no aggregate: declare one"],
    ),
    "an_event_that_no_aggregate_declares": (
        changed(projections=(*DOMAIN.projections, Lost())),
        [f"{HERE}.Lost applies Unknown, which no aggregate declares: add it to the EventTypes of one"],
    ),
    "a_projection_without_events": (
        changed(projections=(*DOMAIN.projections, Idle())),
        [f"{HERE}.Idle applies no event: give it a method with @when(…)"],
    ),
    "a_projection_without_name_and_tables": (
        changed(projections=(*DOMAIN.projections, Unfinished())),
        [f"{HERE}.Unfinished has no name or no tables: declare both in the class"],
    ),
    "a_table_of_several_categories_without_one": (
        changed(projections=(Orders(), with_tables(Both, Table("both", key=("order_id",), row=Order)))),
        [
            (
                f"table both: name the category to whose streams its rows belong, as in category='order': {HERE}.Both "
                "reads order, product"
            )
        ],
    ),
    "a_table_of_a_category_that_is_not_read": (
        changed(projections=(with_tables(Orders, replace(ORDERS, category="product")),), queries=()),
        [f"table orders: its rows belong to product, but {HERE}.Orders reads order: mend its category"],
    ),
    "a_table_whose_key_can_not_be_that_of_streams": (
        changed(projections=(with_tables(Orders, Table("numbers", key=("number",), row=Number)),), queries=()),
        [
            (
                "table numbers: number is INT64, but holds the keys of streams: make it a str of 128 characters "
                "or without a limit"
            )
        ],
    ),
    "a_table_whose_key_is_too_short_for_those_of_streams": (
        changed(projections=(with_tables(Orders, Table("short", key=("order_id",), row=Short)),), queries=()),
        [
            (
                "table short: order_id is STRING(20), but holds the keys of streams: make it a str of 128 characters "
                "or without a limit"
            )
        ],
    ),
    "totals_of_a_table_that_is_not_kept": (
        changed(projections=(type("Orders", (Orders,), {"tables": (OTHER_ROW,), "__module__": HERE})(),), queries=()),
        [f"totals sold: {HERE}.Orders keeps no table orders as they count it: add that to its tables"],
    ),
    "a_query_of_a_table_that_is_not_kept": (
        changed(queries=(RowQuery("/lost/{order_id}", replace(ORDERS, name="lost"), "Lost"),)),
        ["RowQuery /lost/{order_id} reads the table lost, which no projection keeps: add it to one"],
    ),
    "a_query_of_totals_that_are_not_kept": (
        changed(queries=(RowQuery("/lost/{product_id}", LOST_TOTALS, "Lost"),)),
        ["RowQuery /lost/{product_id} reads the totals lost, which no projection keeps: add it to one"],
    ),
    "a_query_of_another_table_of_that_name": (
        changed(queries=(RowQuery("/placed/{order_id}", OTHER_ROW, "One"),)),
        ["RowQuery /placed/{order_id} reads another table orders than the one that is kept: use that in both places"],
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_told_with_its_place_and_what_to_do(mistake: str) -> None:
    put_together, told = MISTAKES[mistake]
    with pytest.raises(DomainDoesNotFit) as wrong:
        put_together()
    assert list(wrong.value.mistakes) == told


def test_all_mistakes_are_told_at_once() -> None:
    with pytest.raises(TypeError, match=r"^the domain doesn't fit together:\n- route .*\n- RowQuery") as wrong:
        replace(DOMAIN, queries=(PageQuery("no path", ORDERS, "All"), RowQuery("/lost/{order_id}", OTHER_ROW, "One")))
    assert len(str(wrong.value).splitlines()) == 3
