from onewrite.testing import given
from shop.product.commands import AddProduct, ReceiveStock, RenameProduct, TakeStock
from shop.product.decider import DECIDER
from shop.product.events import ProductAdded, ProductRenamed, StockReceived, StockTaken

ADDED = ProductAdded(name="Tea")


def test_a_product_is_added_once() -> None:
    given(DECIDER).when(AddProduct(name="Tea")).then(ADDED)
    given(DECIDER, ADDED).when(AddProduct(name="Tea")).then_rejected("PRODUCT_EXISTS")


def test_a_product_is_renamed() -> None:
    given(DECIDER, ADDED).when(RenameProduct(name="Coffee")).then(ProductRenamed(name="Coffee"))
    given(DECIDER, ADDED).when(RenameProduct(name="Tea")).then_nothing()


def test_what_is_in_stock_can_be_taken() -> None:
    given(DECIDER, ADDED).when(ReceiveStock(quantity=3)).then(StockReceived(quantity=3))
    given(DECIDER, ADDED, StockReceived(quantity=3)).when(TakeStock(quantity=3)).then(StockTaken(quantity=3))


def test_what_is_not_in_stock_cannot_be_taken() -> None:
    received = ADDED, StockReceived(quantity=3), StockTaken(quantity=1)
    given(DECIDER, *received).when(TakeStock(quantity=3)).then_rejected("OUT_OF_STOCK", in_stock=2)
