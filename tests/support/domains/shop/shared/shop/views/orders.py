"""The view `orders`: a row for each order and for each of its lines, and totals over all of them."""

from datetime import date, datetime
from decimal import Decimal

from pydantic import BaseModel

from onewrite.domain.events import RecordedEvent
from onewrite.domain.projection import Projection, when
from onewrite.domain.views import Count, Descending, Index, Max, Row, Sum, Table, Totals, View
from shop.order.events import LineChanged, LineRemoved, OrderCancelled, OrderPaid, OrderPlaced, OrderShipped
from shop.order.state import Status


class Order(BaseModel):
    order_id: str
    customer_id: str
    status: Status
    amount: Decimal
    placed_at: datetime
    paid_on: date | None


class OrderLine(BaseModel):
    order_id: str
    number: int
    product_id: str
    quantity: int
    price: Decimal
    ordered_at: datetime


OF_CUSTOMER = Index("customer_id", Descending("placed_at"))
OF_CUSTOMER_BY_STATUS = Index("customer_id", "status", Descending("placed_at"))
BY_STATUS = Index("status", Descending("placed_at"))
LAST_ORDERED = Index("product_id", Descending("ordered_at"))
BEST_SOLD = Index(Descending("quantity"))

ORDERS = Table("orders", key=("order_id",), row=Order, indexes=(OF_CUSTOMER, OF_CUSTOMER_BY_STATUS, BY_STATUS))
ORDER_LINES = Table("order_lines", key=("order_id", "number"), row=OrderLine, indexes=(LAST_ORDERED,))

SOLD = Totals(
    "sold_per_product",
    of=ORDER_LINES,
    by=("product_id",),
    indexes=(BEST_SOLD,),
    lines=Count(),
    quantity=Sum("quantity"),
    last_ordered=Max("ordered_at"),
)
PER_STATUS = Totals("orders_per_status", of=ORDERS, by=("status",), orders=Count(), amount=Sum("amount"))
REVENUE = Totals("revenue_per_day", of=ORDERS, by=("paid_on",), shards=4, orders=Count(), amount=Sum("amount"))


class Orders(Projection):
    name = "orders"
    tables = (ORDERS, ORDER_LINES)
    totals = (SOLD, PER_STATUS, REVENUE)

    @when(OrderPlaced)
    def placed(self, recorded: RecordedEvent, event: OrderPlaced, view: View) -> None:
        order_id, now = recorded.stream.key, recorded.committed_at
        for number, line in enumerate(event.lines, start=1):
            view.put(ORDER_LINES, order_id=order_id, number=number, ordered_at=now, **line.model_dump())
        amount = sum((line.amount for line in event.lines), Decimal(0))
        columns = {"customer_id": event.customer_id, "status": "placed", "amount": amount, "placed_at": now}
        view.put(ORDERS, order_id=order_id, **columns)

    @when(LineChanged)
    def line_changed(self, recorded: RecordedEvent, event: LineChanged, view: View) -> None:
        order_id, now = recorded.stream.key, recorded.committed_at
        _add(view, order_id, event.line.amount - _amount(view.get(ORDER_LINES, order_id, event.number)))
        view.put(ORDER_LINES, order_id=order_id, number=event.number, ordered_at=now, **event.line.model_dump())

    @when(LineRemoved)
    def line_removed(self, recorded: RecordedEvent, event: LineRemoved, view: View) -> None:
        order_id = recorded.stream.key
        _add(view, order_id, -_amount(view.get(ORDER_LINES, order_id, event.number)))
        view.delete(ORDER_LINES, order_id, event.number)

    @when(OrderPaid)
    def paid(self, recorded: RecordedEvent, event: OrderPaid, view: View) -> None:
        view.put(ORDERS, order_id=recorded.stream.key, status="paid", paid_on=recorded.committed_at.date())

    @when(OrderShipped)
    def shipped(self, recorded: RecordedEvent, event: OrderShipped, view: View) -> None:
        view.put(ORDERS, order_id=recorded.stream.key, status="shipped")

    @when(OrderCancelled)
    def cancelled(self, recorded: RecordedEvent, event: OrderCancelled, view: View) -> None:
        """Keep the order, which was neither paid nor sold."""
        view.put(ORDERS, order_id=recorded.stream.key, status="cancelled", paid_on=None)
        view.delete(ORDER_LINES, recorded.stream.key)


def _add(view: View, order_id: str, amount: Decimal) -> None:
    order = view.get(ORDERS, order_id) or {}
    view.put(ORDERS, order_id=order_id, amount=order.get("amount", 0) + amount)


def _amount(line: Row | None) -> Decimal:
    return line["price"] * line["quantity"] if line else Decimal(0)
