"""The state of an order, as far as the rules need it."""

from collections.abc import Mapping
from typing import Literal, TypeAlias

from onewrite.domain.events import Event
from onewrite.domain.state import State
from shop.order.events import LineChanged, LineRemoved, OrderCancelled, OrderPaid, OrderPlaced, OrderShipped
from shop.order.line import Line

Status: TypeAlias = Literal["absent", "placed", "paid", "shipped", "cancelled"]


class Order(State):
    """Folded from events, and stored as a snapshot in the stream's head."""

    status: Status = "absent"
    lines: Mapping[int, Line] = {}


def evolve(order: Order, event: Event) -> Order:
    """Return the order after the event."""
    match event:
        case OrderPlaced(lines=lines):
            return Order(status="placed", lines=dict(enumerate(lines, start=1)))
        case LineChanged(number=number, line=line):
            return order.changed(lines={**order.lines, number: line})
        case LineRemoved(number=removed):
            kept = {number: line for number, line in order.lines.items() if number != removed}
            return order.changed(lines=kept)
        case OrderPaid():
            return order.changed(status="paid")
        case OrderShipped():
            return order.changed(status="shipped")
        case OrderCancelled():
            return order.changed(status="cancelled")
        case _:
            raise TypeError(f"{type(event).__name__} is no event of an order")
