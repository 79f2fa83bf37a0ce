"""The view `products`: a row for each product."""

from pydantic import BaseModel

from onewrite.domain.events import RecordedEvent
from onewrite.domain.projection import Projection, when
from onewrite.domain.views import Index, Table, View
from shop.product.events import ProductAdded, ProductRenamed


class Product(BaseModel):
    product_id: str
    name: str


BY_NAME = Index("name")
PRODUCTS = Table("products", key=("product_id",), row=Product, indexes=(BY_NAME,))


class Products(Projection):
    name = "products"
    tables = (PRODUCTS,)

    @when(ProductAdded)
    def added(self, recorded: RecordedEvent, event: ProductAdded, view: View) -> None:
        view.put(PRODUCTS, product_id=recorded.stream.key, name=event.name)

    @when(ProductRenamed)
    def renamed(self, recorded: RecordedEvent, event: ProductRenamed, view: View) -> None:
        view.put(PRODUCTS, product_id=recorded.stream.key, name=event.name)
