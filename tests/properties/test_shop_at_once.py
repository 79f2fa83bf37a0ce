"""Several instances of the shop's views at once, over one store: hot totals, and a rebuild beside the traffic."""

import random
from concurrent.futures import ThreadPoolExecutor
from itertools import product

from onewrite.bootstrap import Adapters
from onewrite.domain.streams import StreamId
from shop.order.commands import CancelOrder, ChangeLine, PayOrder, PlaceOrder
from shop.order.line import Line
from tests.support.checks.shop_seen import check_shop
from tests.support.domains.fragile import ADA
from tests.support.domains.fragile_shop import FragileShop
from tests.support.systems.shop_world import ShopWorld
from tests.support.waiting.clocks import Clock
from tests.support.waiting.seeds import seed

INSTANCES = 4
#: All orders are of the same product, so every transaction wants the row of its total.
TEA = Line.model_validate({"product_id": "tea", "quantity": 1, "price": "0.10"})
MORE = Line.model_validate({"product_id": "tea", "quantity": 2, "price": "0.10"})
COMMANDS = (PayOrder(), CancelOrder(), ChangeLine(number=1, line=MORE))


def test_instances_that_want_the_same_totals_count_each_event_once(shop_adapters: Adapters) -> None:
    dice, world, shop = random.Random(seed()), ShopWorld(shop_adapters, Clock()), FragileShop()
    streams = [StreamId("order", f"{number}") for number in range(10)]
    for stream in streams:
        world.send(stream, PlaceOrder(customer_id="ada", lines=(TEA, TEA)), dice.choice(COMMANDS))
    world.app.operate.rebuild.start("orders", ADA)

    def take_part(number: int) -> None:
        """Change some streams, follow all of them in an order of one's own, and work on the rebuild.

        Some functions serve one view, and some both.
        """
        instance = shop.instance(shop_adapters)
        pushes = list(product((("orders", "warehouse"), ("orders",), ("warehouse",)), streams))
        random.Random(number).shuffle(pushes)
        for stream in streams[number::INSTANCES]:
            world.send(stream, dice.choice(COMMANDS))
        for views, stream in pushes:
            instance.follow_stream(views, stream, 10**6)
        instance.operate.rebuild_worker.work("orders", 2, seconds=60)

    with ThreadPoolExecutor(INSTANCES) as pool:
        list(pool.map(take_part, range(INSTANCES)))
    world.finish()
    check_shop(world.app)
    assert world.app.operate.verify("orders").named == []
    assert world.app.operate.switch.switch("orders", ADA).active == 2
