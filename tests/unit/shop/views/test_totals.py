"""The totals of the shop, as stories of several orders."""

from decimal import Decimal

from onewrite.domain.events import Event
from onewrite.testing import GivenProjection, given_projection
from onewrite.testing.projections import NOON
from shop import SHOP
from shop.order.events import LineChanged, LineRemoved, OrderCancelled, OrderPaid, OrderPlaced, OrderShipped
from shop.order.line import Line
from shop.product.events import ProductAdded, StockReceived
from shop.views.orders import PER_STATUS, REVENUE, SOLD
from shop.views.warehouse import PROMISED

TEA = Line(product_id="tea", quantity=2, price=Decimal("4.50"))
COFFEE = Line(product_id="coffee", quantity=1, price=Decimal(8))
PLACED = OrderPlaced(customer_id="ada", lines=(TEA, COFFEE))
ONLY_TEA = OrderPlaced(customer_id="bob", lines=(TEA,))
ORDERS = SHOP.projection("orders")
WAREHOUSE = SHOP.projection("warehouse")


def given_two_orders(*events: Event) -> GivenProjection:
    """Bob orders tea; the events are those of Ada's order, of tea and coffee."""
    return given_projection(ORDERS, "order-1", PLACED, *events).and_stream("order-2", ONLY_TEA)


def test_what_was_sold_is_counted_over_all_orders() -> None:
    sold = given_two_orders()
    sold.then_row(SOLD, "tea", lines=2, quantity=4).then_row(SOLD, "coffee", lines=1, quantity=1).then_commutes()


def test_a_line_that_is_changed_moves_to_another_product() -> None:
    given_two_orders(LineChanged(number=2, line=TEA)).then_rows(
        SOLD, {"product_id": "tea", "lines": 3, "quantity": 6}
    ).then_commutes()


def test_nothing_is_left_of_what_is_removed_or_cancelled() -> None:
    given_two_orders(LineRemoved(number=1)).then_row(SOLD, "tea", lines=1, quantity=2)
    given_two_orders(OrderCancelled()).then_rows(SOLD, {"product_id": "tea", "lines": 1}).then_commutes()


def test_an_order_is_in_the_group_of_its_status() -> None:
    given_two_orders(OrderPaid()).then_rows(
        PER_STATUS, {"status": "paid", "orders": 1, "amount": 17}, {"status": "placed", "orders": 1, "amount": 9}
    )


def test_revenue_is_that_of_paid_orders_unless_they_are_cancelled() -> None:
    given_two_orders().then_rows(REVENUE)
    paid = given_two_orders(OrderPaid(), OrderShipped()).and_stream("order-3", ONLY_TEA, OrderPaid())
    paid.then_rows(REVENUE, {"paid_on": NOON.date(), "orders": 2, "amount": 26}).then_commutes()
    given_two_orders(OrderPaid(), OrderCancelled()).then_rows(REVENUE)


def test_what_is_promised_is_counted_until_it_is_shipped() -> None:
    promised = given_projection(WAREHOUSE, "order-1", PLACED).and_stream("order-2", ONLY_TEA, OrderPaid())
    promised = promised.and_stream("product-tea", ProductAdded(name="Darjeeling"), StockReceived(quantity=3))
    promised.then_row(PROMISED, "tea", lines=2, quantity=4).then_commutes()
    shipped = promised.and_stream("order-2", ONLY_TEA, OrderPaid(), OrderShipped())
    shipped.then_row(PROMISED, "tea", lines=1, quantity=2).then_commutes()
