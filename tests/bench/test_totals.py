"""Events that count in one hot group of totals, beside events of a thousand groups, with one worker and four (B12)."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from time import perf_counter

from onewrite.bootstrap import Adapters
from onewrite.domain.events import NewEvent
from onewrite.domain.streams import StreamId
from tests.bench.measuring.bare import connection_of
from tests.bench.measuring.figures import a_rate, at_least
from tests.bench.measuring.results import Results
from tests.bench.measuring.rounds import take_turns
from tests.bench.measuring.seeding import store
from tests.support.data.selling import Seller, new_event, tea
from tests.support.domains.sold import PER_PRODUCT

#: Orders and rounds with so many workers: several spend most of their time on transactions that the emulator aborts.
ORDERS, ROUNDS = {1: 2_000, 4: 1_000}, {1: 2, 4: 1}
LINES, GROUPS = 5, 1_000


@dataclass(frozen=True)
class Orders:
    """Orders of so many products, one for each line, which all are equally often ordered."""

    seller: Seller
    streams: Sequence[StreamId]
    products: int

    @classmethod
    def of(cls, seller: Seller, products: int, orders: int) -> "Orders":
        def lines(order: int) -> list[NewEvent]:
            numbers = range(order * LINES, (order + 1) * LINES)
            return [new_event(tea(str(number), product=f"tea {number % products}")) for number in numbers]

        streams = [StreamId("order", f"{orders}-of-{products}-{order:04d}") for order in range(orders)]
        store(connection_of(seller.app), ((stream, lines(order)) for order, stream in enumerate(streams)))
        return cls(seller, streams, products)

    def count(self, workers: int, generation: int) -> float:
        """Count all lines, as instances do that share the streams; return the seconds."""
        begun = perf_counter()
        with ThreadPoolExecutor(workers) as pool:
            parts = [self.streams[first::workers] for first in range(workers)]
            applied = sum(pool.map(lambda part: self.seller.advance(*part, generation=generation).applied, parts))
        taken, events = perf_counter() - begun, len(self.streams) * LINES
        each = events // self.products
        assert applied == events
        expected = {(f"tea {product}",): (each, each) for product in range(self.products)}
        assert self.seller.kept(PER_PRODUCT, generation) == expected
        return taken


def test_a_hot_group_counts_its_events(large_adapters: Adapters, results: Results) -> None:
    seller, generations = Seller.on(large_adapters), count(1)

    def counting(orders: Orders, workers: int) -> Callable[[], float]:
        return lambda: orders.count(workers, next(generations))

    for workers, number in ROUNDS.items():
        hot, spread = Orders.of(seller, 1, ORDERS[workers]), Orders.of(seller, GROUPS, ORDERS[workers])
        events = ORDERS[workers] * LINES
        rounds = take_turns(number, warm_up=0, ours=counting(hot, workers), floor=counting(spread, workers))
        what, beside = f"{events:,} events into one hot group, workers: {workers}", f"into {GROUPS:,} groups"
        results.add(a_rate("B12", what, "events/s", rounds, each=events, bar=at_least(0.5), beside=beside))
