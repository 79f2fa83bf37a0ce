"""The state of a product, as far as the rules need it."""

from pydantic import BaseModel, ConfigDict

from onewrite.domain.events import Event
from shop.product.events import ProductAdded, ProductRenamed, StockReceived, StockTaken


class Product(BaseModel):
    """Folded from events, and stored as a snapshot in the stream's head."""

    model_config = ConfigDict(frozen=True)

    name: str | None = None
    in_stock: int = 0


def evolve(product: Product, event: Event) -> Product:
    """Return the product after the event."""
    match event:
        case ProductAdded(name=name) | ProductRenamed(name=name):
            return product.model_copy(update={"name": name})
        case StockReceived(quantity=quantity):
            return product.model_copy(update={"in_stock": product.in_stock + quantity})
        case StockTaken(quantity=quantity):
            return product.model_copy(update={"in_stock": product.in_stock - quantity})
        case _:
            raise TypeError(f"{type(event).__name__} is no event of a product")
