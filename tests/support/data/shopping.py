"""What customers and staff of the shop may send, in any order: streams, and commands for them."""

from hypothesis import strategies as st

from onewrite.domain.commands import Command
from onewrite.domain.streams import StreamId
from shop.order.commands import CancelOrder, ChangeLine, PayOrder, PlaceOrder, RemoveLine, ShipOrder
from shop.order.line import Line
from shop.product.commands import AddProduct, ReceiveStock, RenameProduct, TakeStock

#: A product and an order share a key.
ORDERS = [StreamId("order", key) for key in ("1", "2", "3", "tea")]
PRODUCTS = [StreamId("product", key) for key in ("cocoa", "coffee", "tea")]
streams = st.sampled_from([*ORDERS, *PRODUCTS])

quantities, numbers = st.integers(1, 3), st.integers(1, 3)
_product_ids, _prices = st.sampled_from([stream.key for stream in PRODUCTS]), st.sampled_from(["0.10", "4.50", "8"])
lines = st.builds(Line, product_id=_product_ids, quantity=quantities, price=_prices)
placing = st.builds(
    PlaceOrder, customer_id=st.sampled_from(["ada", "bob"]), lines=st.lists(lines, min_size=1, max_size=3).map(tuple)
)
of_orders: st.SearchStrategy[Command] = st.one_of(
    st.builds(ChangeLine, number=numbers, line=lines),
    st.builds(RemoveLine, number=numbers),
    st.sampled_from([PayOrder(), ShipOrder(), CancelOrder()]),
)
of_products: st.SearchStrategy[Command] = st.one_of(
    st.builds(RenameProduct, name=st.sampled_from(["Chai", "Darjeeling"])),
    st.builds(ReceiveStock, quantity=quantities),
    st.builds(TakeStock, quantity=quantities),
)
#: A stream, the command that creates it, and what may follow.
errands = st.one_of(
    st.tuples(st.sampled_from(ORDERS), st.tuples(placing), st.lists(of_orders, max_size=4)),
    st.tuples(st.sampled_from(PRODUCTS), st.just([AddProduct(name="Leaves")]), st.lists(of_products, max_size=4)),
).map(lambda errand: (errand[0], *errand[1], *errand[2]))
