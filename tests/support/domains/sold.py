"""A tiny domain with totals: lines of orders, counted and added up by product, and by day and size."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from pydantic import BaseModel

from onewrite.domain.aggregate import Aggregate
from onewrite.domain.commands import Command
from onewrite.domain.decider import Decider
from onewrite.domain.event_types import EventTypes
from onewrite.domain.events import Event, RecordedEvent
from onewrite.domain.model import Domain
from onewrite.domain.projection import Projection, when
from onewrite.domain.views import Count, Sum, Table, Totals, View


class LinePut(Event, type="LinePut"):
    line: str
    product: str | None = None
    quantity: int = 1
    amount: Decimal | None = None
    day: date | None = None


class LineMoved(Event, type="LineMoved"):
    """To another product; the rest of the line stays as it is."""

    line: str
    product: str | None


class LineTaken(Event, type="LineTaken"):
    line: str


class OrderEmptied(Event, type="OrderEmptied"):
    pass


class OrderSpoilt(Event, type="OrderSpoilt"):
    """Writes, and then fails, until it is mended."""

    line: str


class Line(BaseModel):
    order_id: str
    line: str
    product_id: str | None
    quantity: int | None
    amount: Decimal | None
    day: date | None


LINES = Table("order_lines", key=("order_id", "line"), row=Line)
PER_PRODUCT = Totals("sold_per_product", of=LINES, by=("product_id",), lines=Count(), quantity=Sum("quantity"))
PER_DAY = Totals("sold_per_day", of=LINES, by=("day", "quantity"), shards=4, lines=Count(), amount=Sum("amount"))
DDL = [
    """CREATE TABLE order_lines (
      generation INT64 NOT NULL, order_id STRING(128) NOT NULL, line STRING(64) NOT NULL,
      product_id STRING(64), quantity INT64, amount NUMERIC, day DATE
    ) PRIMARY KEY (generation, order_id, line)""",
    """CREATE TABLE sold_per_product (
      generation INT64 NOT NULL, product_id STRING(64) NOT NULL, shard INT64 NOT NULL, lines INT64, quantity INT64
    ) PRIMARY KEY (generation, product_id, shard)""",
    """CREATE TABLE sold_per_day (
      generation INT64 NOT NULL, day DATE NOT NULL, quantity INT64 NOT NULL, shard INT64 NOT NULL,
      lines INT64, amount NUMERIC
    ) PRIMARY KEY (generation, day, quantity, shard)""",
]


class Sold(Projection):
    """While `is_broken`, it can't apply OrderSpoilt."""

    name = "sold"
    tables = (LINES,)
    totals = (PER_PRODUCT, PER_DAY)
    is_broken = True

    @when(LinePut)
    def put(self, recorded: RecordedEvent, event: LinePut, view: View) -> None:
        what = {"product_id": event.product, "quantity": event.quantity, "amount": event.amount, "day": event.day}
        view.put(LINES, order_id=recorded.stream.key, line=event.line, **what)

    @when(LineMoved)
    def moved(self, recorded: RecordedEvent, event: LineMoved, view: View) -> None:
        if view.get(LINES, recorded.stream.key, event.line):
            view.put(LINES, order_id=recorded.stream.key, line=event.line, product_id=event.product)

    @when(LineTaken)
    def taken(self, recorded: RecordedEvent, event: LineTaken, view: View) -> None:
        view.delete(LINES, recorded.stream.key, event.line)

    @when(OrderEmptied)
    def emptied(self, recorded: RecordedEvent, event: OrderEmptied, view: View) -> None:
        view.delete(LINES, recorded.stream.key)

    @when(OrderSpoilt)
    def spoilt(self, recorded: RecordedEvent, event: OrderSpoilt, view: View) -> None:
        view.delete(LINES, recorded.stream.key)
        view.put(LINES, order_id=recorded.stream.key, line=event.line, product_id="spoilt", quantity=1000)
        if self.is_broken:
            raise ValueError("spoilt")


class PutLine(Command, name="put-line", creates=True):
    line: str


class Order(BaseModel):
    pass


def decide(command: Command, order: Order) -> Sequence[Event]:
    assert isinstance(command, PutLine)
    return [LinePut(line=command.line)]


ORDER = Aggregate(
    category="order",
    collection="orders",
    commands=(PutLine,),
    event_types=EventTypes(LinePut, LineMoved, LineTaken, OrderEmptied, OrderSpoilt),
    decider=Decider(initial_state=Order, decide=decide, evolve=lambda order, event: order),
)


def sold() -> Domain:
    """Return the domain with a projection of its own, which breaks and is mended for one system alone."""
    return Domain(aggregates=(ORDER,), projections=(Sold(),))
