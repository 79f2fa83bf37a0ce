from decimal import Decimal

from onewrite.domain.events import Event
from onewrite.testing import GivenProjection, given_projection
from onewrite.testing.projections import NOON
from shop import SHOP
from shop.order.events import LineChanged, LineRemoved, OrderCancelled, OrderPaid, OrderPlaced, OrderShipped
from shop.order.line import Line
from shop.views.orders import ORDER_LINES, ORDERS

TEA = Line(product_id="tea", quantity=2, price=Decimal("4.50"))
COFFEE = Line(product_id="coffee", quantity=1, price=Decimal(8))
PLACED = OrderPlaced(customer_id="ada", lines=(TEA, COFFEE))


def given_order(*events: Event) -> GivenProjection:
    return given_projection(SHOP.projection("orders"), "order-1", *events)


def test_an_order_has_a_row_and_one_for_each_line() -> None:
    (
        given_order(PLACED)
        .then_rows(ORDERS, {"order_id": "1", "customer_id": "ada", "status": "placed", "amount": 17, "paid_on": None})
        .then_rows(ORDER_LINES, {"number": 1, **TEA.model_dump()}, {"number": 2, **COFFEE.model_dump()})
    )


def test_the_amount_follows_the_lines() -> None:
    changed = LineChanged(number=2, line=TEA)
    given_order(PLACED, changed).then_row(ORDERS, "1", amount=18).then_row(ORDER_LINES, "1", 2, product_id="tea")
    given_order(PLACED, changed, LineRemoved(number=1)).then_row(ORDERS, "1", amount=9)


def test_the_day_of_payment_stays_when_the_order_is_shipped() -> None:
    given_order(PLACED, OrderPaid(), OrderShipped()).then_row(ORDERS, "1", status="shipped", paid_on=NOON.date())


def test_of_a_cancelled_order_nothing_was_sold_or_paid() -> None:
    cancelled = given_order(PLACED, OrderPaid(), OrderCancelled())
    cancelled.then_row(ORDERS, "1", status="cancelled", paid_on=None).then_rows(ORDER_LINES)
