from onewrite.testing import given_projection
from shop import SHOP
from shop.product.events import ProductAdded, ProductRenamed, StockReceived
from shop.views.products import PRODUCTS


def test_a_product_has_its_last_name() -> None:
    events = ProductAdded(name="Tea"), StockReceived(quantity=1), ProductRenamed(name="Darjeeling")
    given_projection(SHOP.projection("products"), "product-tea", *events).then_row(PRODUCTS, "tea", name="Darjeeling")
