"""The state of a product, as far as the rules need it."""

from onewrite.domain.events import Event
from onewrite.domain.state import State
from shop.product.events import ProductAdded, ProductRenamed, StockReceived, StockTaken


class Product(State):
    """Folded from events, and stored as a snapshot in the stream's head."""

    name: str | None = None
    in_stock: int = 0


def evolve(product: Product, event: Event) -> Product:
    """Return the product after the event."""
    match event:
        case ProductAdded(name=name) | ProductRenamed(name=name):
            return product.changed(name=name)
        case StockReceived(quantity=quantity):
            return product.changed(in_stock=product.in_stock + quantity)
        case StockTaken(quantity=quantity):
            return product.changed(in_stock=product.in_stock - quantity)
        case _:
            raise TypeError(f"{type(event).__name__} is no event of a product")
