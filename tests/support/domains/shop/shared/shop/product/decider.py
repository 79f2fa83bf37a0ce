"""The rules of products."""

from collections.abc import Sequence

from onewrite.domain.commands import Command
from onewrite.domain.decider import Decider
from onewrite.domain.events import Event
from onewrite.errors import CommandRejected
from shop.product.commands import AddProduct, ReceiveStock, RenameProduct, TakeStock
from shop.product.events import ProductAdded, ProductRenamed, StockReceived, StockTaken
from shop.product.state import Product, evolve


def decide(command: Command, product: Product) -> Sequence[Event]:
    """Reject with PRODUCT_EXISTS or OUT_OF_STOCK."""
    match command:
        case AddProduct(name=name):
            return _add(name, product)
        case RenameProduct(name=name):
            return [ProductRenamed(name=name)] if name != product.name else []
        case ReceiveStock(quantity=quantity):
            return [StockReceived(quantity=quantity)]
        case TakeStock(quantity=quantity):
            return _take(quantity, product)
        case _:
            raise TypeError(f"{type(command).__name__} is no command for a product")


def _add(name: str, product: Product) -> Sequence[Event]:
    if product.name is not None:
        raise CommandRejected("PRODUCT_EXISTS", "The product was added before: choose another id")
    return [ProductAdded(name=name)]


def _take(quantity: int, product: Product) -> Sequence[Event]:
    if quantity > product.in_stock:
        raise CommandRejected(
            "OUT_OF_STOCK", f"There are {product.in_stock} in stock, not {quantity}", in_stock=product.in_stock
        )
    return [StockTaken(quantity=quantity)]


DECIDER = Decider(initial_state=Product, decide=decide, evolve=evolve)
