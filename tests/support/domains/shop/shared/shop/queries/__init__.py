"""What can be asked of the shop's views: rows, pages, lists and totals of one, and what takes several of them.

receipt     an order with the names of its products
shortages   products of which more is promised than there is
"""

from onewrite.domain.queries import ListQuery, PageQuery, Query, RowQuery
from shop.queries.receipt import RECEIPT
from shop.queries.shortages import SHORTAGES
from shop.views.orders import (
    BEST_SOLD,
    BY_STATUS,
    OF_CUSTOMER,
    OF_CUSTOMER_BY_STATUS,
    ORDER_LINES,
    ORDERS,
    PER_STATUS,
    REVENUE,
    SOLD,
)
from shop.views.products import BY_NAME, PRODUCTS
from shop.views.warehouse import STOCK

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
    PageQuery("/statuses", PER_STATUS, "Orders and their amount for each status"),
    PageQuery("/revenue", REVENUE, "What was paid, day by day"),
    RECEIPT,
    SHORTAGES,
)
