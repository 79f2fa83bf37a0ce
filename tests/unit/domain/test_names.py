"""Names that are there twice in a domain, or can't be used, are told when it is put together, with their places."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from onewrite.checks.created import Created
from onewrite.checks.statements import schema
from onewrite.domain.mistakes import DomainDoesNotFit
from onewrite.domain.model import Domain
from onewrite.domain.names import OUR_TABLES
from onewrite.domain.queries import OwnQuery, PageQuery, RowQuery
from onewrite.domain.views import Index, Table
from tests.support.domains import misfits
from tests.support.domains.misfits import (
    DOMAIN,
    ONE,
    ORDER,
    ORDERS,
    PRODUCT,
    SECOND,
    AnyId,
    Both,
    Idle,
    Order,
    Orders,
    Place,
    Stocked,
    Twin,
    Unknown,
    aggregate,
    changed,
    with_tables,
)

HERE = misfits.__name__


BY_PRODUCT = replace(ORDERS, indexes=(Index("product_id"),))
NAMED_LIKE_IT = replace(ORDERS, name="orders_by_product_id")

#: By name: what is put together, and what is told.
MISTAKES: dict[str, tuple[Callable[[], Domain], list[str]]] = {
    "two_aggregates_of_one_category": (
        changed(aggregates=(ORDER, PRODUCT, aggregate("order", "more-orders", Unknown))),
        [
            (
                "category order is there 2 times, in the aggregate of /orders and the aggregate of /more-orders: "
                "rename all but one"
            )
        ],
    ),
    "two_aggregates_of_one_collection": (
        changed(aggregates=(ORDER, PRODUCT, aggregate("more", "orders", Unknown))),
        [
            "collection orders is there 2 times, in the aggregate order and the aggregate more: rename all but one",
            (
                "route /orders/{}/history is there 2 times, in the history of order and the history of more: "
                "rename all but one"
            ),
        ],
    ),
    "two_events_of_one_type": (
        changed(aggregates=(ORDER, PRODUCT, SECOND)),
        [f"event type Placed is there 2 times, in {HERE}.Placed and {HERE}.Again: rename all but one"],
    ),
    "an_event_of_two_aggregates": (
        changed(aggregates=(ORDER, PRODUCT, aggregate("third", "thirds", Stocked))),
        [f"event type Stocked is there 2 times, in {HERE}.Stocked and {HERE}.Stocked: rename all but one"],
    ),
    "one_command_twice": (
        changed(aggregates=(replace(ORDER, commands=(Place, Place)), PRODUCT)),
        [
            f"class of a command Place is there 2 times, in {HERE}.Place and {HERE}.Place: rename all but one",
            f"command /orders/{{key}}/place is there 2 times, in {HERE}.Place and {HERE}.Place: rename all but one",
        ],
    ),
    "two_commands_whose_classes_have_one_name": (
        changed(aggregates=(replace(ORDER, commands=(Place, Twin)), PRODUCT)),
        [f"class of a command Place is there 2 times, in {HERE}.Place and elsewhere.Place: rename all but one"],
    ),
    "two_projections_of_one_name": (
        changed(projections=(*DOMAIN.projections, with_tables(Idle, replace(ORDERS, name="more"), name="orders"))),
        [
            f"projection orders is there 2 times, in {HERE}.Orders and {HERE}.Idle: rename all but one",
            f"{HERE}.Idle applies no event: give it a method with @when(…)",
        ],
    ),
    "two_tables_of_one_name": (
        changed(projections=(Orders(), with_tables(Both, replace(ORDERS, category="order")))),
        [f"table or index orders is there 2 times, in {HERE}.Orders and {HERE}.Both: rename all but one"],
    ),
    "a_table_and_totals_of_one_name": (
        changed(
            projections=(Orders(), with_tables(Both, Table("sold", key=("order_id",), row=Order, category="order")))
        ),
        [f"table or index sold is there 2 times, in {HERE}.Orders and {HERE}.Both: rename all but one"],
    ),
    "a_table_of_the_library": (
        changed(projections=(with_tables(Orders, replace(ORDERS, name="events")),), queries=()),
        [f"table or index events is there 2 times, in the library itself and {HERE}.Orders: rename all but one"],
    ),
    "totals_with_the_name_of_an_index": (
        changed(projections=(with_tables(Orders, BY_PRODUCT, NAMED_LIKE_IT),), queries=()),
        [
            (
                f'table or index orders_by_product_id is there 2 times, in Index("product_id") of orders and '
                f"{HERE}.Orders: rename all but one"
            )
        ],
    ),
    "two_indexes_of_one_name": (
        changed(projections=(with_tables(Orders, replace(BY_PRODUCT, indexes=2 * BY_PRODUCT.indexes)),), queries=()),
        [
            (
                'table or index orders_by_product_id is there 2 times, in Index("product_id") of orders and '
                'Index("product_id") of orders: rename all but one'
            )
        ],
    ),
    "two_tables_that_differ_in_capitals": (
        changed(projections=(with_tables(Orders, ORDERS, replace(ORDERS, name="Orders")),), queries=()),
        [f"table or index orders is there 2 times, in {HERE}.Orders and {HERE}.Orders: rename all but one"],
    ),
    "two_queries_of_one_route": (
        changed(queries=(ONE, OwnQuery("/placed/{any_id}", "Same", AnyId, Order, lambda p, r: None, (ORDERS,)))),
        [
            (
                "route /placed/{} is there 2 times, in RowQuery /placed/{order_id} and OwnQuery /placed/{any_id}: "
                "rename all but one"
            )
        ],
    ),
    "a_query_where_history_is": (
        changed(queries=(RowQuery("/orders/{order_id}/history", ORDERS, "Its history"),)),
        [
            (
                "route /orders/{}/history is there 2 times, in the history of order and RowQuery "
                "/orders/{order_id}/history: rename all but one"
            )
        ],
    ),
    "a_query_where_the_library_answers": (
        changed(queries=(PageQuery("/openapi.json", ORDERS, "All"),)),
        ["route /openapi.json is there 2 times, in the library itself and PageQuery /openapi.json: rename all but one"],
    ),
    "a_path_that_is_none": (
        changed(queries=(PageQuery("orders placed", ORDERS, "All"),)),
        [
            (
                "route 'orders placed' in PageQuery orders placed can't be used: a name has parts behind a / each, "
                "as in /orders/{order_id}"
            )
        ],
    ),
    "a_category_that_no_stream_can_have": (
        changed(aggregates=(replace(ORDER, category="Order-Line"), PRODUCT), projections=(Orders(),)),
        ["category 'Order-Line' in the aggregate of /orders can't be used: a name has small letters, digits and _"],
    ),
    "a_collection_that_is_no_path": (
        changed(aggregates=(replace(ORDER, collection="all/orders", commands=()), PRODUCT)),
        ["collection 'all/orders' in the aggregate order can't be used: a name has small letters, digits, - and _"],
    ),
    "a_projection_whose_function_could_not_have_its_name": (
        changed(projections=(with_tables(Orders, ORDERS, name="my-orders"),)),
        [f"projection 'my-orders' in {HERE}.Orders can't be used: a name has small letters, digits and _"],
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_name_is_told_with_its_places_and_what_to_do(mistake: str) -> None:
    put_together, told = MISTAKES[mistake]
    with pytest.raises(DomainDoesNotFit) as wrong:
        put_together()
    assert list(wrong.value.mistakes) == told


def test_the_tables_of_the_library_are_those_that_its_own_files_create() -> None:
    created = Created.by(schema()).tables
    views = {name for name, table in created.items() if table.key[:1] == ("generation",)}
    assert set(OUR_TABLES) == created.keys() - views
