"""Totals are those of the rows at every instant, and those of a fold of all events in the end, whatever happened."""

from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from decimal import Decimal
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from onewrite.application.operations.rebuild.settle_totals import settle_totals
from onewrite.application.ports.event_store import CommitClash
from onewrite.application.ports.views import Target, Views
from onewrite.bootstrap import Adapters, memory_adapters
from onewrite.domain.events import Event
from onewrite.domain.streams import StreamId
from tests.support.data.selling import ADA, JUNE, MAY, Seller, folded
from tests.support.domains.sold import ORDER, LineMoved, LinePut, LineTaken, OrderEmptied, OrderSpoilt
from tests.support.faults.ports import Crash, aborting, transacting
from tests.support.waiting.seeds import seed

ORDERS = ("a", "b", "c")
GENERATIONS = (1, 2)

lines = st.sampled_from(["1", "2"])
products = st.sampled_from(["tea", "mug", None])
days = st.sampled_from([MAY, JUNE, None])
amounts = st.none() | st.decimals(-(10**28), 10**28, places=9)
events = st.one_of(
    st.builds(LinePut, line=lines, product=products, quantity=st.integers(-2, 3), amount=amounts, day=days),
    st.builds(LineMoved, line=lines, product=products),
    st.builds(LineTaken, line=lines),
    st.builds(OrderEmptied),
    st.builds(OrderSpoilt, line=lines),
)
orders = st.sampled_from(ORDERS)
#: How the transaction of a step ends: it may be run again, or the process may die before or after it commits.
endings = st.sampled_from(["well", "well", "aborted", "dead before", "dead after"])
steps = st.lists(
    st.one_of(
        st.tuples(st.just("append"), orders, st.lists(events, min_size=1, max_size=4)),
        st.tuples(
            st.just("advance"), st.sets(orders, min_size=1), st.sampled_from(GENERATIONS), st.integers(0, 2), endings
        ),
        st.tuples(st.sampled_from(["settle", "skip", "release"])),
        st.tuples(st.just("mend"), st.booleans()),
    ),
    max_size=40,
)


@dataclass
class Shop:
    """A system of two generations, in which steps of three events happen one by one."""

    seller: Seller = field(default_factory=lambda: Seller.on(memory_adapters(), advance_batch=3))
    skipped: set[tuple[int, StreamId, int]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.seller.app.operate.rebuild.start("sold", ADA)

    def append(self, order: str, several: list[Event]) -> None:
        self.seller.append(order, *several)

    def advance(self, some: Collection[str], generation: int, lane: int, ending: str) -> None:
        views = ending_so(self.seller.app.adapters.views, ending)
        streams = [StreamId("order", order) for order in sorted(some)]
        with suppress(Crash):
            replace(self.seller.app.advance, views=views).step(self.seller.sold, generation, streams, lane=lane)

    def settle(self) -> None:
        for generation in GENERATIONS:
            settle_totals(self.seller.app.adapters.views, self.seller.sold, generation)

    def skip(self) -> None:
        release = self.seller.app.operate.release
        parked = list(release.parked())
        self.skipped |= {(one.generation, one.checkpoint.stream, one.failure.version) for one in parked}
        release.skip(parked, ADA)

    def release(self) -> None:
        release = self.seller.app.operate.release
        release.release(release.parked(), ADA)

    def mend(self, is_mended: bool) -> None:
        self.seller.sold.is_broken = not is_mended

    def is_all_the_events_say(self, generation: int) -> bool:
        """Tell it of the lines, by hand; the totals are compared with the lines."""
        applied: list[tuple[str, Event]] = []
        for order in ORDERS:
            stream = StreamId("order", order)
            [known] = self.seller.app.adapters.views.read_checkpoints([("sold", generation)], stream).values()
            recorded = list(self.seller.app.adapters.store.read_stream(stream))[: known.version]
            wanted = (event for event in recorded if (generation, stream, event.version) not in self.skipped)
            applied += ((order, ORDER.event_types.decode(event)) for event in wanted)
        assert self.seller.lines(generation) == folded(applied)
        return self.seller.is_true(generation)


def ending_so(views: Views, ending: str) -> Views:
    def transact(targets: Collection[Target], work: Callable[[Any], Any]) -> Any:
        views.transact_jointly(targets, work if ending == "dead after" else lambda t: _die(work(t)))
        raise Crash

    if ending.startswith("dead"):
        return transacting(views, transact)
    return aborting(views, times=2) if ending == "aborted" else views


def _die(result: object) -> None:
    raise Crash


@given(steps)
def test_totals_are_those_of_the_rows_at_every_instant_and_of_the_events_in_the_end(program: list[Any]) -> None:
    shop = Shop()
    for name, *what in program:
        getattr(shop, name)(*what)
        for generation in GENERATIONS:
            assert shop.is_all_the_events_say(generation)
    shop.mend(True)
    shop.release()
    shop.seller.app.operate.reconcile()
    shop.settle()
    for generation in GENERATIONS:
        assert shop.is_all_the_events_say(generation)
    if not shop.skipped:
        assert shop.seller.app.operate.verify("sold").named == []


def test_workers_at_once_on_spanner_end_in_what_the_events_say(selling_on_spanner: Adapters) -> None:
    shop = Shop(Seller.on(selling_on_spanner, advance_batch=3))
    shop.mend(True)
    chance = seed()

    def work(number: int) -> None:
        dice = Random(chance + number)
        for _ in range(12):
            with suppress(CommitClash):
                shop.append(dice.choice(ORDERS), [an_event(dice) for _ in range(dice.randint(1, 3))])
            some = {dice.choice(ORDERS), dice.choice(ORDERS)}
            shop.advance(
                some, dice.choice(GENERATIONS), dice.randint(0, 2), dice.choice(["well", "well", "dead after"])
            )
            if dice.random() < 0.1:
                shop.settle()

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(work, range(3)))
    shop.seller.app.operate.reconcile()
    for generation in GENERATIONS:
        assert shop.is_all_the_events_say(generation)
    assert shop.seller.app.operate.verify("sold").named == []


def an_event(dice: Random) -> Event:
    line, product = dice.choice("12"), dice.choice(["tea", "mug", None])
    amount = Decimal(dice.randint(-(10**6), 10**6)) / 1000
    put = LinePut(line=line, product=product, quantity=dice.randint(-2, 3), amount=amount, day=dice.choice([MAY, JUNE]))
    others = [LineMoved(line=line, product=product), LineTaken(line=line), OrderEmptied(), OrderSpoilt(line=line)]
    return dice.choice([put, put, *others])
