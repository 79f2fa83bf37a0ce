"""A rebuild with totals: each range counts in a lane of its own, live traffic goes on, and nothing is counted twice."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace

import pytest

from onewrite.application.operations.pages_of_heads import PageSize
from onewrite.application.operations.rebuild import rebuild_worker
from onewrite.bootstrap import Adapters, memory_adapters
from tests.support.data.rebuilds import NO_LEASE
from tests.support.data.selling import ADA, MAY, Seller, tea
from tests.support.domains.sold import PER_DAY, PER_PRODUCT, LineMoved, LineTaken, OrderSpoilt
from tests.support.faults.crashes import Fuse, When, dying
from tests.support.faults.ports import Crash, on_top_of
from tests.support.systems.adapters import on_both_stores


@pytest.fixture(autouse=True)
def _small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rebuild_worker, "PAGE", PageSize(3))


def some_orders(seller: Seller, number: int) -> list[str]:
    keys = [f"o{place:02d}" for place in range(number)]
    moved = LineMoved(line="1", product="mug")
    seller.advance(
        *(
            seller.append(key, tea("1", place, day=MAY), tea("2", 1, product=f"p{place % 3}"), moved)
            for place, key in enumerate(keys)
        )
    )
    return keys


def build(seller: Seller) -> int:
    generation = seller.app.operate.rebuild.start("sold", ADA).generation
    assert seller.app.operate.rebuild_worker.work("sold", generation, seconds=60)
    return generation


@on_both_stores("seller")
def test_a_new_generation_has_the_totals_of_its_rows_and_no_lane_is_left(seller: Seller) -> None:
    some_orders(seller, 10)
    assert build(seller) == 2
    assert seller.is_true(2)
    assert [row["shard"] for row in seller.shards(PER_PRODUCT, 2)] == [0] * 4
    assert seller.app.operate.verify("sold").differences == 0
    assert seller.app.operate.switch.switch("sold", ADA).active == 2


def test_no_two_ranges_write_to_one_row_of_a_group(seller: Seller) -> None:
    some_orders(seller, 10)
    ranges = seller.app.operate.rebuild.start("sold", ADA).ranges
    views = seller.app.adapters.views

    def scan(generation: int, work: object) -> None:
        raise Crash

    # An order takes two transactions.
    unsettled = Seller.on(replace(seller.app.adapters, views=on_top_of(views, scan=scan)), advance_batch=2)
    with suppress(Crash):
        unsettled.app.operate.rebuild_worker.work("sold", 2, seconds=60)
    assert {row["shard"] for row in seller.shards(PER_PRODUCT, 2)} == set(range(1, ranges + 1))
    assert {row["shard"] // 4 for row in seller.shards(PER_DAY, 2)} == set(range(1, ranges + 1))
    assert seller.is_true(2)
    assert seller.app.operate.rebuild_worker.work("sold", 2, seconds=60), "whoever comes settles them"
    assert [row["shard"] for row in seller.shards(PER_PRODUCT, 2)] == [0] * 4


def test_live_traffic_goes_on_and_is_counted_once(seller: Seller) -> None:
    keys = some_orders(seller, 9)
    seller.app.operate.rebuild.start("sold", ADA)
    live = iter(keys)

    def save(*what: object) -> None:
        for key in (next(live, "new"), keys[-1]):
            stream = seller.append(key, tea("3", 9), LineTaken(line="2"))
            seller.app.follow_stream(("sold",), stream, 10**6)
        seller.app.adapters.walks.save(*what)  # type: ignore[arg-type]

    busy = Seller.on(replace(seller.app.adapters, walks=on_top_of(seller.app.adapters.walks, save=save)))
    assert busy.app.operate.rebuild_worker.work("sold", 2, seconds=60)
    assert seller.is_true(1)
    assert seller.is_true(2)
    assert seller.kept(PER_PRODUCT, 1) == seller.kept(PER_PRODUCT, 2)
    assert seller.app.operate.verify("sold").differences == 0


@on_both_stores("seller")
def test_many_workers_and_live_traffic_fight_for_one_group(seller: Seller) -> None:
    keys = some_orders(seller, 10)
    seller.app.operate.rebuild.start("sold", ADA)

    def work(number: int) -> None:
        mine = Seller.on(seller.app.adapters)
        if number:
            mine.app.operate.rebuild_worker.work("sold", 2, seconds=60)
            return
        for key in keys:
            seller.app.follow_stream(("sold",), mine.append(key, tea("1", 7), tea("4", 1)), 10**6)

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(work, range(3)))
    assert seller.app.operate.rebuild_worker.work("sold", 2, seconds=60)
    assert seller.kept(PER_PRODUCT, 1) == seller.kept(PER_PRODUCT, 2)
    assert seller.app.operate.verify("sold").named == []
    assert seller.is_true(2)


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_rebuild_that_dies_at_any_call_of_any_port_counts_nothing_twice(when: When) -> None:
    seller = Seller.on(memory_adapters())
    some_orders(seller, 4)
    seller.sell("spoilt", tea(), OrderSpoilt(line="1"))
    fuse = Fuse(10**6)
    build(Seller.on(dying(seller.app.adapters, fuse)))
    seller.app.operate.switch.cancel("sold", ADA)
    for death in range(1, 10**6 - fuse.length + 1):
        survives_a_crash(seller, Fuse(death, when))


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_rebuild_that_dies_while_it_settles_on_spanner_counts_nothing_twice(
    selling_on_spanner: Adapters, when: When
) -> None:
    seller = Seller.on(selling_on_spanner)
    some_orders(seller, 4)
    seller.app.operate.rebuild.start("sold", ADA)
    fuse = Fuse(10**6, when)

    def scan(generation: int, work: object) -> object:
        fuse.length = 2
        return seller.app.adapters.views.scan(generation, work)  # type: ignore[arg-type]

    watched = replace(seller.app.adapters, views=on_top_of(seller.app.adapters.views, scan=scan))
    with suppress(Crash):
        Seller.on(dying(watched, fuse)).app.operate.rebuild_worker.work("sold", 2, seconds=60)
    assert seller.is_true(2)
    assert seller.app.operate.rebuild_worker.work("sold", 2, seconds=60)
    assert seller.app.operate.verify("sold").named == []


def survives_a_crash(seller: Seller, fuse: Fuse) -> None:
    """Rebuild in a process that dies at this call, and in another one after it."""
    with suppress(Crash):
        build(Seller.on(dying(seller.app.adapters, fuse), walk_lease_seconds=NO_LEASE))
    if seller.app.adapters.generations.read("sold").building is None:
        seller.app.operate.rebuild.start("sold", ADA)
    generation = seller.app.operate.rebuild.progress("sold").generation
    assert seller.is_true(generation)
    seller.app.operate.rebuild.resume("sold", ADA)
    assert seller.app.operate.rebuild_worker.work("sold", generation, seconds=60)
    assert seller.is_true(generation)
    assert seller.kept(PER_PRODUCT, generation) == seller.kept(PER_PRODUCT, 1)
    seller.app.operate.switch.cancel("sold", ADA)
