"""A receipt: an order with the names that its products have now."""

from collections.abc import Sequence
from decimal import Decimal

from pydantic import BaseModel

from onewrite.domain.queries import OwnQuery
from onewrite.domain.reading import Reader
from shop.order.state import Status
from shop.views.orders import ORDER_LINES, ORDERS
from shop.views.products import PRODUCTS


class Asked(BaseModel):
    order_id: str


class ReceiptLine(BaseModel):
    product_id: str
    name: str | None
    quantity: int
    price: Decimal


class Receipt(BaseModel):
    order_id: str
    status: Status
    amount: Decimal
    lines: Sequence[ReceiptLine]


def receipt(asked: Asked, reader: Reader) -> Receipt | None:
    """Join the order's lines with the names of products; the name is None where a product was never added."""
    order = reader.get(ORDERS, asked.order_id)
    if order is None:
        return None
    lines = reader.page(ORDER_LINES, asked.order_id)
    products = reader.get_all(PRODUCTS, {(line["product_id"],) for line in lines})
    named = [{"name": None, **products.get((line["product_id"],), {}), **line} for line in lines]
    return Receipt.model_validate({**order, "lines": named})


RECEIPT = OwnQuery(
    "/orders/{order_id}/receipt",
    "An order with the names of its products",
    parameters=Asked,
    answer=Receipt,
    ask=receipt,
    reads=(ORDERS, ORDER_LINES, PRODUCTS),
)
