"""A third tiny domain: orders, whose commands, events, state and rows hold models, numbers and a choice."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from onewrite.domain.aggregate import Aggregate
from onewrite.domain.commands import Command
from onewrite.domain.decider import Decider
from onewrite.domain.event_types import EventTypes
from onewrite.domain.events import Event, RecordedEvent
from onewrite.domain.model import Domain
from onewrite.domain.projection import Projection, when
from onewrite.domain.queries import PageQuery, RowQuery
from onewrite.domain.views import Table, View


class Line(BaseModel):
    """The price comes in as a number or as text, and goes out as text."""

    sku: str
    price: Decimal
    weight: float = 0


class Pickup(BaseModel):
    shop: str


class Delivery(BaseModel):
    address: str


class PlaceOrder(Command, name="place", creates=True):
    """Place an order.

    One line at least.
    """

    lines: Annotated[tuple[Line, ...], Field(min_length=1)]
    to: Pickup | Delivery | None = None
    priority: int = 0
    discount: float = 0
    notes: dict[str, Any] = Field(default_factory=dict)


class OrderPlaced(Event, type="OrderPlaced"):
    lines: tuple[Line, ...]
    priority: int
    discount: float


class Order(BaseModel):
    status: Literal["absent", "placed"] = "absent"
    first: Line | None = None


class Row(BaseModel):
    order_id: str
    first: Line


def decide(command: Command, order: Order) -> Sequence[Event]:
    assert isinstance(command, PlaceOrder)
    return [OrderPlaced(lines=command.lines, priority=command.priority, discount=command.discount)]


def evolve(order: Order, event: Event) -> Order:
    assert isinstance(event, OrderPlaced)
    return Order(status="placed", first=event.lines[0])


ROWS = Table("orders", key=("order_id",), row=Row)


class Orders(Projection):
    name = "orders"
    tables = (ROWS,)

    @when(OrderPlaced)
    def placed(self, recorded: RecordedEvent, event: OrderPlaced, view: View) -> None:
        view.put(ROWS, order_id=recorded.stream.key, first=event.lines[0].model_dump(mode="json"))


ORDERS = Domain(
    aggregates=(
        Aggregate(
            category="order",
            collection="orders",
            commands=(PlaceOrder,),
            event_types=EventTypes(OrderPlaced),
            decider=Decider(initial_state=Order, decide=decide, evolve=evolve),
        ),
    ),
    projections=(Orders(),),
    queries=(
        RowQuery("/placed/{order_id}", ROWS, "One order"),
        PageQuery("/placed", ROWS, "All orders"),
    ),
)
