"""The events of orders. Lines have numbers from 1, which they keep."""

from onewrite.domain.event_types import EventTypes
from onewrite.domain.events import Event
from shop.order.line import Line


class OrderPlaced(Event, type="OrderPlaced"):
    customer_id: str
    lines: tuple[Line, ...]


class LineChanged(Event, type="LineChanged"):
    number: int
    line: Line


class LineRemoved(Event, type="LineRemoved"):
    number: int


class OrderPaid(Event, type="OrderPaid"):
    pass


class OrderShipped(Event, type="OrderShipped"):
    pass


class OrderCancelled(Event, type="OrderCancelled"):
    reason: str | None = None


EVENT_TYPES = EventTypes(OrderPlaced, LineChanged, LineRemoved, OrderPaid, OrderShipped, OrderCancelled)
