"""Totals on Spanner: what they cost in round trips, and many workers at once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from onewrite.adapters.spanner import SpannerEventStore
from onewrite.application.operations.rebuild.settle_totals import settle_totals
from onewrite.bootstrap import Adapters
from tests.support.checks.round_trips import calls_of, spanner_calls
from tests.support.data.selling import Seller
from tests.support.domains.sold import PER_PRODUCT, LineMoved, LinePut, LineTaken, OrderEmptied

READ, QUERY, COMMIT = "streaming_read", "execute_streaming_sql", "commit"


@contextmanager
def long_calls(adapters: Adapters) -> Iterator[list[str]]:
    """Yield the calls of what may take as long as there are rows."""
    assert isinstance(adapters.store, SpannerEventStore)
    with calls_of(adapters.store.connection.long_running.database) as calls:
        yield calls


@pytest.fixture
def seller(selling_on_spanner: Adapters) -> Seller:
    return Seller.on(selling_on_spanner)


@pytest.mark.parametrize(("orders", "products"), [(1, 1), (1, 30), (30, 1), (30, 30)])
def test_totals_cost_a_round_trip_for_their_table_and_one_for_themselves_however_many_groups_change(
    seller: Seller, orders: int, products: int
) -> None:
    lines = [LinePut(line=f"l{number}", product=f"p{number}", quantity=number) for number in range(products)]
    streams = [seller.append(f"o{number}", *lines) for number in range(orders)]
    # Who has seen no event yet doesn't know how large they are, and asks for few.
    seller.sell("seen", lines[0])
    with spanner_calls(seller.app.adapters) as calls:
        assert seller.advance(*streams).applied == orders * products
    assert calls == [READ, READ, *[READ, QUERY], COMMIT], "of two totals, one has no group with these lines"
    assert seller.is_true()
    for number in range(orders):
        seller.append(f"o{number}", OrderEmptied(), *lines[1:])
    with spanner_calls(seller.app.adapters) as calls:
        seller.advance(*streams)
    assert calls == [READ, READ, *[READ, QUERY], COMMIT]
    assert seller.is_true()


def test_events_that_change_no_figure_read_no_group(seller: Seller) -> None:
    stream = seller.sell("a", LinePut(line="1", product="tea"))
    seller.append("a", LinePut(line="1", product="tea"), LineTaken(line="2"))
    with spanner_calls(seller.app.adapters) as calls:
        seller.advance(stream)
    assert calls == [READ, READ, READ, COMMIT]


def test_lanes_are_settled_in_two_round_trips_however_many_groups_there_are(seller: Seller) -> None:
    for lane in range(4):
        stream = seller.append(f"o{lane}", *(LinePut(line=f"l{n}", product=f"p{n}") for n in range(30)))
        seller.app.advance.step(seller.sold, 1, [stream], lane=lane)
    with spanner_calls(seller.app.adapters) as calls, long_calls(seller.app.adapters) as scans:
        settle_totals(seller.app.adapters.views, seller.sold, 1)
    assert (scans, calls) == ([READ, READ], [QUERY, COMMIT]), "each of two totals is read, and one has lanes"
    assert seller.is_true()


def test_workers_that_fight_for_one_group_lose_nothing_and_count_nothing_twice(seller: Seller) -> None:
    def work(worker: int) -> None:
        for number in range(4):
            stream = seller.append(f"w{worker}", LinePut(line=f"l{number}", product="tea", quantity=worker))
            seller.append(f"w{worker}", LineMoved(line="l0", product="mug"))
            with ThreadPoolExecutor(2) as twice:
                list(twice.map(seller.advance, [stream, stream]))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    assert seller.kept(PER_PRODUCT) == {("mug",): (4, 6), ("tea",): (12, 18)}
    assert seller.is_true()


def test_a_line_that_only_spanner_refuses_stops_its_stream_and_counts_nothing(seller: Seller) -> None:
    good = [seller.append(key, LinePut(line="1", product="tea"), LinePut(line="2", product="tea")) for key in "abc"]
    refused = seller.append("d", LinePut(line="1", product="tea"), LinePut(line="2", product="more than 64" * 6))
    assert seller.advance(*good, refused).failed == {refused}
    assert seller.kept(PER_PRODUCT) == {("tea",): (7, 7)}
    assert seller.is_true()
