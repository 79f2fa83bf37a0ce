"""The shop's books, kept by code of their own: what its views should hold after some events."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeAlias

from onewrite.domain.events import JsonObject, RecordedEvent

Rows: TypeAlias = list[dict[str, Any]]


@dataclass
class Line:
    product_id: str
    quantity: int
    price: Decimal
    ordered_at: datetime


@dataclass
class Order:
    customer_id: str
    placed_at: datetime
    lines: dict[int, Line]
    status: str = "placed"
    paid_on: date | None = None

    @property
    def amount(self) -> Decimal:
        return sum((line.quantity * line.price for line in self.lines.values()), Decimal())


class ShopBooks:
    """Enter the events of each stream in order. Nothing here knows how Onewrite projects, lists or sums."""

    def __init__(self, events: Iterable[RecordedEvent] = ()) -> None:
        self.orders: dict[str, Order] = {}
        self.names: dict[str, str] = {}
        self.stock: dict[str, int] = {}
        for event in events:
            self.enter(event)

    def enter(self, event: RecordedEvent) -> None:
        enter = self._enter_order if event.stream.category == "order" else self._enter_product
        enter(event.stream.key, event.event_type, event.data, event.committed_at)

    def _enter_order(self, key: str, event_type: str, data: JsonObject, now: datetime) -> None:
        match event_type:
            case "OrderPlaced":
                lines = {number: _line(line, now) for number, line in enumerate(data["lines"], start=1)}
                self.orders[key] = Order(data["customer_id"], now, lines)
            case "LineChanged":
                self.orders[key].lines[data["number"]] = _line(data["line"], now)
            case "LineRemoved":
                del self.orders[key].lines[data["number"]]
            case "OrderPaid":
                self.orders[key].status, self.orders[key].paid_on = "paid", now.date()
            case "OrderShipped":
                self.orders[key].status = "shipped"
            case "OrderCancelled":
                self.orders[key].status, self.orders[key].paid_on = "cancelled", None

    def _enter_product(self, key: str, event_type: str, data: JsonObject, now: datetime) -> None:
        match event_type:
            case "ProductAdded":
                self.names[key], self.stock[key] = data["name"], 0
            case "ProductRenamed":
                self.names[key] = data["name"]
            case "StockReceived":
                self.stock[key] += data["quantity"]
            case "StockTaken":
                self.stock[key] -= data["quantity"]

    def rows(self) -> dict[str, Rows]:
        """Return what is in each table, and in totals, in key order."""
        sold, to_ship = list(self._lines("placed", "paid", "shipped")), list(self._lines("placed", "paid"))
        return {
            "orders": [_order(key, order) for key, order in sorted(self.orders.items())],
            "order_lines": [{"order_id": key, "number": number, **vars(line)} for key, number, line in sold],
            "sold_per_product": _per_product(sold, last_ordered=True),
            "orders_per_status": self._orders_per("status"),
            "revenue_per_day": self._orders_per("paid_on"),
            "products": [{"product_id": key, "name": name} for key, name in sorted(self.names.items())],
            "stock": [{"product_id": key, "quantity": quantity} for key, quantity in sorted(self.stock.items())],
            "to_ship": [
                {"order_id": key, "number": number, "product_id": line.product_id, "quantity": line.quantity}
                for key, number, line in to_ship
            ],
            "promised_per_product": _per_product(to_ship),
        }

    def _lines(self, *statuses: str) -> Iterator[tuple[str, int, Line]]:
        for key, order in sorted(self.orders.items()):
            if order.status in statuses:
                for number, line in sorted(order.lines.items()):
                    yield key, number, line

    def _orders_per(self, column: str) -> Rows:
        groups = defaultdict[Any, list[Order]](list)
        for order in self.orders.values():
            groups[getattr(order, column)].append(order)
        groups.pop(None, None)
        return [
            {column: group, "orders": len(orders), "amount": sum((order.amount for order in orders), Decimal())}
            for group, orders in sorted(groups.items())
        ]


def _line(data: JsonObject, ordered_at: datetime) -> Line:
    return Line(data["product_id"], data["quantity"], Decimal(data["price"]), ordered_at)


def _order(key: str, order: Order) -> dict[str, Any]:
    columns = {name: getattr(order, name) for name in ("customer_id", "status", "amount", "placed_at", "paid_on")}
    return {"order_id": key, **columns}


def _per_product(lines: Iterable[tuple[str, int, Line]], *, last_ordered: bool = False) -> Rows:
    groups = defaultdict[str, list[Line]](list)
    for _, _, line in lines:
        groups[line.product_id].append(line)
    return [
        {"product_id": product, "lines": len(of_one), "quantity": sum(line.quantity for line in of_one)}
        | ({"last_ordered": max(line.ordered_at for line in of_one)} if last_ordered else {})
        for product, of_one in sorted(groups.items())
    ]
