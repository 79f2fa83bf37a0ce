from decimal import Decimal

import pytest

from onewrite.domain.events import Event
from onewrite.testing import given_projection
from shop import SHOP
from shop.order.events import LineChanged, LineRemoved, OrderCancelled, OrderPaid, OrderPlaced, OrderShipped
from shop.order.line import Line
from shop.product.events import ProductAdded, ProductRenamed, StockReceived, StockTaken
from shop.views.warehouse import STOCK, TO_SHIP

TEA, COFFEE = (Line(product_id=name, quantity=2, price=Decimal(1)) for name in ("tea", "coffee"))
PLACED = OrderPlaced(customer_id="ada", lines=(TEA, COFFEE))
WAREHOUSE = SHOP.projection("warehouse")


def test_stock_is_what_was_received_and_not_taken() -> None:
    events = ProductAdded(name="Tea"), StockReceived(quantity=5), ProductRenamed(name="Chai"), StockTaken(quantity=2)
    given_projection(WAREHOUSE, "product-tea", *events).then_rows(STOCK, {"product_id": "tea", "quantity": 3})


def test_the_lines_of_an_order_are_to_be_shipped_as_they_were_changed() -> None:
    events = PLACED, LineChanged(number=1, line=COFFEE), LineRemoved(number=2), OrderPaid()
    given_projection(WAREHOUSE, "order-1", *events).then_rows(TO_SHIP, {"number": 1, "product_id": "coffee"})


@pytest.mark.parametrize("end", [[OrderPaid(), OrderShipped()], [OrderCancelled()]])
def test_nothing_is_left_to_be_shipped_of_an_order_that_is_shipped_or_cancelled(end: list[Event]) -> None:
    given_projection(WAREHOUSE, "order-1", PLACED, *end).then_rows(TO_SHIP)


def test_orders_and_products_are_in_one_view_under_equal_keys() -> None:
    both = given_projection(WAREHOUSE, "order-tea", PLACED).and_stream("product-tea", ProductAdded(name="Tea"))
    both.then_rows(STOCK, {"product_id": "tea", "quantity": 0}).then_rows(TO_SHIP, {"number": 1}, {"number": 2})
