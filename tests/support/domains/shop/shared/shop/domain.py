"""The shop in one value."""

from onewrite.domain.model import Domain
from shop.order import ORDER
from shop.product import PRODUCT
from shop.queries import QUERIES
from shop.views.orders import Orders
from shop.views.products import Products
from shop.views.warehouse import Warehouse

SHOP = Domain(
    aggregates=(ORDER, PRODUCT),
    projections=(Orders(), Products(), Warehouse()),
    queries=QUERIES,
)
