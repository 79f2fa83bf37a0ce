"""A view of two categories, rebuilt under traffic: verify names what somebody has tampered with, and nothing else."""

from contextlib import suppress
from dataclasses import replace

import pytest

from onewrite.application.operations.pages_of_heads import PageSize
from onewrite.application.operations.rebuild import rebuild_worker
from onewrite.application.operations.verify import verify_streams
from onewrite.application.ports.event_store import Head
from onewrite.application.ports.views import Delete, Put
from onewrite.bootstrap import Adapters, App
from onewrite.domain.commands import Command
from onewrite.domain.events import NewEvent
from onewrite.domain.streams import StreamId
from onewrite.errors import CommandRejected
from shop.order.commands import CancelOrder, ChangeLine, PlaceOrder
from shop.order.line import Line
from shop.product.commands import ReceiveStock
from shop.views.warehouse import PROMISED, STOCK, TO_SHIP
from tests.support.data.builders import a_commit, an_event
from tests.support.data.requests import a_request
from tests.support.data.verifying import found
from tests.support.domains.fragile import ADA
from tests.support.domains.fragile_shop import FragileShop
from tests.support.faults.ports import on_top_of

GIN = Line.model_validate({"product_id": "gin", "quantity": 5, "price": 1})
TAMPERED = (
    Delete(STOCK, ("0003",)),
    Put(STOCK, {"product_id": "0004", "quantity": 99}),
    Put(STOCK, {"product_id": "rum", "quantity": 1}),
    Delete(TO_SHIP, ("0002", 1)),
    Put(TO_SHIP, {"order_id": "0001", "number": 2, "product_id": "rum"}),
    Put(PROMISED.table, {"product_id": "0000", "shard": 0, "quantity": 99}),
    Delete(PROMISED.table, ("gin",)),
    Put(PROMISED.table, {"product_id": "tea", "shard": 0, "lines": 1}),
)
#: A row that differs makes the totals differ that were counted from it.
NAMED = {
    "stock 0003": "missing",
    "stock 0004": "differs in quantity",
    "stock rum": "should not be there",
    "to_ship 0002/1": "missing",
    "promised_per_product 0002": "differs in lines, quantity",
    "to_ship 0001/2": "should not be there",
    "promised_per_product rum": "missing",
    "promised_per_product 0000": "differs in quantity",
    "promised_per_product gin": "missing",
    "promised_per_product tea": "should not be there",
}


@pytest.mark.parametrize(
    ("shop_adapters", "streams", "page"),
    [("memory", 3_000, 200), pytest.param("spanner", 60, 7, marks=pytest.mark.emulator)],
    indirect=["shop_adapters"],
)
def test_what_was_tampered_with_differs_and_nothing_else_at_any_number_of_streams(
    shop_adapters: Adapters, streams: int, page: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rebuild_worker, "PAGE", PageSize(page))
    monkeypatch.setattr(verify_streams, "PAGE", PageSize(page))
    append(shop_adapters, orders=streams * 9 // 10, products=streams // 10)
    shop = FragileShop()
    worker = under_traffic(shop, shop_adapters)
    worker.operate.rebuild.start("warehouse", ADA)
    assert worker.operate.rebuild_worker.work("warehouse", 2, seconds=600)
    shop_adapters.views.transact("warehouse", 2, lambda transaction: transaction.write(TAMPERED, []))
    verdict = worker.operate.verify("warehouse")
    assert verdict.streams == streams + 1
    assert (verdict.differences, {place: problem for _, place, problem in found(verdict)}) == (len(NAMED), NAMED)
    assert verdict.by_generation == {2: len(NAMED)}


def append(adapters: Adapters, *, orders: int, products: int) -> None:
    """Append products, each with some in stock, and orders of one line, under the same keys."""
    for number in range(products):
        received = an_event("StockReceived", data={"quantity": number})
        commit(adapters, StreamId("product", f"{number:04d}"), an_event("ProductAdded", data={"name": "Tea"}), received)
    for number in range(orders):
        line = {"product_id": f"{number % products:04d}", "quantity": 2, "price": "1"}
        placed = an_event("OrderPlaced", data={"customer_id": "ada", "lines": [line]})
        commit(adapters, StreamId("order", f"{number:04d}"), placed)


def commit(adapters: Adapters, stream: StreamId, *events: NewEvent) -> None:
    adapters.store.append(a_commit(Head(stream, 0, is_new=True), *events))


def under_traffic(shop: FragileShop, adapters: Adapters) -> App:
    """Return a worker; whenever it saves its progress, streams change that it has walked, or has ahead of it."""
    live, numbers = shop.instance(adapters), iter(range(10, 20))

    def save(*arguments: object) -> None:
        if number := next(numbers, None):
            go_on(live, StreamId("order", f"{number:04d}"), ChangeLine(number=1, line=GIN))
            go_on(live, StreamId("order", f"{number + 30:04d}"), CancelOrder())
            go_on(live, StreamId("product", "0005"), ReceiveStock(quantity=1))
            go_on(live, StreamId("order", "new"), PlaceOrder(customer_id="ada", lines=(GIN,)))
        adapters.walks.save(*arguments)  # type: ignore[arg-type]

    return shop.instance(replace(adapters, walks=on_top_of(adapters.walks, save=save)), advance_batch=500)


def go_on(live: App, stream: StreamId, command: Command) -> None:
    with suppress(CommandRejected):
        live.accept_command(a_request(command, stream))
    live.follow_stream(("warehouse",), stream, 10**6)
