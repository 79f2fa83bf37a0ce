"""What can be asked of the shop's views: rows, pages, lists, totals, and what takes several of them."""

from collections.abc import Sequence
from decimal import Decimal

from pydantic import BaseModel

from onewrite.domain.queries import ListQuery, OwnQuery, PageQuery, Query, RowQuery
from onewrite.domain.reading import Reader
from shop.order.state import Status
from shop.views.orders import (
    BEST_SOLD,
    BY_STATUS,
    BY_STATUSES,
    OF_CUSTOMER,
    OF_CUSTOMER_BY_STATUS,
    ORDER_LINES,
    ORDERS,
    REVENUE,
    SOLD,
)
from shop.views.products import BY_NAME, PRODUCTS
from shop.views.warehouse import PROMISED, STOCK


class OfOrder(BaseModel):
    order_id: str


class ReceiptLine(BaseModel):
    name: str
    quantity: int
    price: Decimal


class Receipt(BaseModel):
    order_id: str
    status: Status
    amount: Decimal
    lines: Sequence[ReceiptLine]


def receipt(asked: OfOrder, reader: Reader) -> Receipt | None:
    """Join an order with the names that its products have now; one without a name is shown by its id."""
    order = reader.get(ORDERS, asked.order_id)
    if order is None:
        return None
    lines = reader.page(ORDER_LINES, asked.order_id)
    products = reader.get_all(PRODUCTS, {(line["product_id"],) for line in lines})
    names = {product_id: product["name"] for (product_id,), product in products.items()}
    shown = [ReceiptLine(**{"name": names.get(line["product_id"], line["product_id"]), **line}) for line in lines]
    return Receipt(**{**order, "lines": shown})


class Page(BaseModel):
    after: str | None = None


class Shortage(BaseModel):
    product_id: str
    promised: int
    in_stock: int


class Shortages(BaseModel):
    shortages: Sequence[Shortage]


def shortages(asked: Page, reader: Reader) -> Shortages:
    """Compare what was promised to customers with what is in stock."""
    promised = reader.page(PROMISED, after=(asked.after,) if asked.after else None)
    stock = reader.get_all(STOCK, {(total["product_id"],) for total in promised})
    compared = [
        Shortage(
            product_id=total["product_id"],
            promised=total["quantity"],
            in_stock=stock.get((total["product_id"],), {}).get("quantity", 0),
        )
        for total in promised
    ]
    return Shortages(shortages=[one for one in compared if one.promised > one.in_stock])


QUERIES: tuple[Query, ...] = (
    RowQuery("/orders/{order_id}", ORDERS, "One order"),
    PageQuery("/orders/{order_id}/lines", ORDER_LINES, "The lines of an order"),
    ListQuery("/orders", ORDERS, BY_STATUS, "Orders of a status, the newest first", where=("status",)),
    ListQuery("/customers/{customer_id}/orders", ORDERS, OF_CUSTOMER, "Orders of a customer, the newest first"),
    ListQuery(
        "/customers/{customer_id}/orders/{status}",
        ORDERS,
        OF_CUSTOMER_BY_STATUS,
        "Orders of a customer and a status, the newest first",
    ),
    RowQuery("/products/{product_id}", PRODUCTS, "One product"),
    ListQuery("/products", PRODUCTS, BY_NAME, "All products by name"),
    RowQuery("/products/{product_id}/stock", STOCK, "How much of a product is in stock"),
    RowQuery("/products/{product_id}/sold", SOLD, "How much of a product was sold"),
    ListQuery("/best-sellers", SOLD, BEST_SOLD, "Products by what was sold of them"),
    PageQuery("/statuses", BY_STATUSES, "Orders and their amount for each status"),
    PageQuery("/revenue", REVENUE, "What was paid, day by day"),
    OwnQuery(
        "/orders/{order_id}/receipt",
        "An order with the names of its products",
        OfOrder,
        Receipt,
        receipt,
        (ORDERS, ORDER_LINES, PRODUCTS),
    ),
    OwnQuery(
        "/shortages", "Products of which more is promised than in stock", Page, Shortages, shortages, (PROMISED, STOCK)
    ),
)
