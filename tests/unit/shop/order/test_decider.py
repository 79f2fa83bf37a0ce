from decimal import Decimal

import pytest

from onewrite.domain.commands import Command
from onewrite.testing import given
from shop.order.commands import CancelOrder, ChangeLine, PayOrder, PlaceOrder, RemoveLine, ShipOrder
from shop.order.decider import DECIDER
from shop.order.events import LineChanged, LineRemoved, OrderCancelled, OrderPaid, OrderPlaced, OrderShipped
from shop.order.line import Line

TEA, COFFEE = (Line(product_id=name, quantity=2, price=Decimal("4.50")) for name in ("tea", "coffee"))
PLACED = OrderPlaced(customer_id="ada", lines=(TEA, COFFEE))


def test_an_order_is_placed_paid_and_shipped() -> None:
    given(DECIDER).when(PlaceOrder(customer_id="ada", lines=(TEA, COFFEE))).then(PLACED)
    given(DECIDER, PLACED).when(PayOrder()).then(OrderPaid())
    given(DECIDER, PLACED, OrderPaid()).when(ShipOrder()).then(OrderShipped())


def test_an_order_is_placed_once() -> None:
    given(DECIDER, PLACED).when(PlaceOrder(customer_id="bob", lines=(TEA,))).then_rejected("ORDER_EXISTS")


def test_a_line_is_changed_by_its_number() -> None:
    given(DECIDER, PLACED).when(ChangeLine(number=2, line=TEA)).then(LineChanged(number=2, line=TEA))
    given(DECIDER, PLACED).when(ChangeLine(number=1, line=TEA)).then_nothing()
    given(DECIDER, PLACED).when(ChangeLine(number=3, line=TEA)).then_rejected("LINE_UNKNOWN", number=3)


def test_a_line_is_removed_but_for_the_last_one() -> None:
    given(DECIDER, PLACED).when(RemoveLine(number=1)).then(LineRemoved(number=1))
    given(DECIDER, PLACED, LineRemoved(number=1)).when(RemoveLine(number=1)).then_rejected("LINE_UNKNOWN")
    given(DECIDER, PLACED, LineRemoved(number=1)).when(RemoveLine(number=2)).then_rejected("LAST_LINE")


@pytest.mark.parametrize("command", [ChangeLine(number=1, line=COFFEE), RemoveLine(number=1), PayOrder()])
def test_the_lines_of_a_paid_order_stay(command: Command) -> None:
    given(DECIDER, PLACED, OrderPaid()).when(command).then_rejected("WRONG_STATUS", status="paid")


def test_an_order_is_shipped_when_it_is_paid() -> None:
    given(DECIDER, PLACED).when(ShipOrder()).then_rejected("WRONG_STATUS", status="placed")


def test_an_order_is_cancelled_until_it_is_shipped() -> None:
    given(DECIDER, PLACED).when(CancelOrder(reason="too late")).then(OrderCancelled(reason="too late"))
    given(DECIDER, PLACED, OrderPaid()).when(CancelOrder()).then(OrderCancelled())
    given(DECIDER, PLACED, OrderPaid(), OrderShipped()).when(CancelOrder()).then_rejected("WRONG_STATUS")
