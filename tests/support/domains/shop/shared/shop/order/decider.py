"""The rules of orders."""

from collections.abc import Sequence

from onewrite.domain.commands import Command
from onewrite.domain.decider import Decider
from onewrite.domain.events import Event
from onewrite.errors import CommandRejected
from shop.order.commands import CancelOrder, ChangeLine, PayOrder, PlaceOrder, RemoveLine, ShipOrder
from shop.order.events import LineChanged, LineRemoved, OrderCancelled, OrderPaid, OrderPlaced, OrderShipped
from shop.order.line import Line
from shop.order.state import Order, Status, evolve


def decide(command: Command, order: Order) -> Sequence[Event]:
    """Reject with ORDER_EXISTS, WRONG_STATUS, LINE_UNKNOWN or LAST_LINE."""
    match command:
        case PlaceOrder(customer_id=customer_id, lines=lines):
            return _place(customer_id, lines, order)
        case ChangeLine(number=number, line=line):
            _require(order, "placed")
            return [LineChanged(number=number, line=line)] if line != _line(order, number) else []
        case RemoveLine(number=number):
            _require(order, "placed")
            return _remove(number, order)
        case PayOrder():
            _require(order, "placed")
            return [OrderPaid()]
        case ShipOrder():
            _require(order, "paid")
            return [OrderShipped()]
        case CancelOrder(reason=reason):
            _require(order, "placed", "paid")
            return [OrderCancelled(reason=reason)]
        case _:
            raise TypeError(f"{type(command).__name__} is no command for an order")


def _place(customer_id: str, lines: tuple[Line, ...], order: Order) -> Sequence[Event]:
    if order.status != "absent":
        raise CommandRejected("ORDER_EXISTS", "The order was placed before: choose another id")
    return [OrderPlaced(customer_id=customer_id, lines=lines)]


def _remove(number: int, order: Order) -> Sequence[Event]:
    _line(order, number)
    if len(order.lines) == 1:
        raise CommandRejected("LAST_LINE", "An order has one line at least: cancel it instead")
    return [LineRemoved(number=number)]


def _line(order: Order, number: int) -> Line:
    if number not in order.lines:
        raise CommandRejected("LINE_UNKNOWN", f"The order has no line {number}", number=number)
    return order.lines[number]


def _require(order: Order, *allowed: Status) -> None:
    if order.status not in allowed:
        wanted = " or ".join(allowed)
        raise CommandRejected("WRONG_STATUS", f"The order is {order.status}, not {wanted}", status=order.status)


DECIDER = Decider(initial_state=Order, decide=decide, evolve=evolve)
