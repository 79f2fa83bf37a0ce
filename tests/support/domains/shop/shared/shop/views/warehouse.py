"""The view `warehouse`, of both aggregates: what is in stock, and what has to be shipped."""

from pydantic import BaseModel

from onewrite.domain.events import RecordedEvent
from onewrite.domain.projection import Projection, when
from onewrite.domain.views import Count, Sum, Table, Totals, View
from shop.order.events import LineChanged, LineRemoved, OrderCancelled, OrderPlaced, OrderShipped
from shop.order.line import Line
from shop.product.events import ProductAdded, StockReceived, StockTaken


class InStock(BaseModel):
    product_id: str
    quantity: int


class ToShip(BaseModel):
    order_id: str
    number: int
    product_id: str
    quantity: int


STOCK = Table("stock", category="product", key=("product_id",), row=InStock)
TO_SHIP = Table("to_ship", category="order", key=("order_id", "number"), row=ToShip)
PROMISED = Totals("promised_per_product", of=TO_SHIP, by=("product_id",), lines=Count(), quantity=Sum("quantity"))


class Warehouse(Projection):
    name = "warehouse"
    tables = (STOCK, TO_SHIP)
    totals = (PROMISED,)

    @when(ProductAdded)
    def added(self, recorded: RecordedEvent, event: ProductAdded, view: View) -> None:
        view.put(STOCK, product_id=recorded.stream.key, quantity=0)

    @when(StockReceived)
    def received(self, recorded: RecordedEvent, event: StockReceived, view: View) -> None:
        _add(view, recorded.stream.key, event.quantity)

    @when(StockTaken)
    def taken(self, recorded: RecordedEvent, event: StockTaken, view: View) -> None:
        _add(view, recorded.stream.key, -event.quantity)

    @when(OrderPlaced)
    def placed(self, recorded: RecordedEvent, event: OrderPlaced, view: View) -> None:
        for number, line in enumerate(event.lines, start=1):
            _promise(view, recorded.stream.key, number, line)

    @when(LineChanged)
    def line_changed(self, recorded: RecordedEvent, event: LineChanged, view: View) -> None:
        _promise(view, recorded.stream.key, event.number, event.line)

    @when(LineRemoved)
    def line_removed(self, recorded: RecordedEvent, event: LineRemoved, view: View) -> None:
        view.delete(TO_SHIP, recorded.stream.key, event.number)

    @when(OrderShipped)
    def shipped(self, recorded: RecordedEvent, event: OrderShipped, view: View) -> None:
        view.delete(TO_SHIP, recorded.stream.key)

    @when(OrderCancelled)
    def cancelled(self, recorded: RecordedEvent, event: OrderCancelled, view: View) -> None:
        view.delete(TO_SHIP, recorded.stream.key)


def _add(view: View, product_id: str, quantity: int) -> None:
    stock = view.get(STOCK, product_id) or {}
    view.put(STOCK, product_id=product_id, quantity=stock.get("quantity", 0) + quantity)


def _promise(view: View, order_id: str, number: int, line: Line) -> None:
    view.put(TO_SHIP, order_id=order_id, number=number, product_id=line.product_id, quantity=line.quantity)
