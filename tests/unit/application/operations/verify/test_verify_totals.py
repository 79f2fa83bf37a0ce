"""Verify counts every total anew, names every group that differs, and no other."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from onewrite.application.ports.generations import BuildState
from onewrite.application.ports.view_scan import ViewScan
from onewrite.application.ports.views import Delete, Put
from onewrite.bootstrap import memory_adapters
from onewrite.domain.views import Totals
from tests.support.data.selling import ADA, MAY, Seller, tea
from tests.support.data.verifying import found
from tests.support.domains.sold import LINES, PER_DAY, PER_PRODUCT, LineMoved, LinePut, LineTaken
from tests.support.faults.ports import on_top_of
from tests.support.systems.adapters import on_both_stores


def three_orders(seller: Seller) -> None:
    seller.sell("a", tea("1", 3, day=MAY, amount=Decimal("1.25")), tea("2", 4, product="mug"))
    seller.sell("b", tea("1", 5), tea("2", 3, day=MAY, amount=Decimal("2.5")))
    seller.sell("c", tea("1", 1, product="ä"), tea("2", 1, product=None), LineTaken(line="3"))


def tamper(seller: Seller, change: Put | Delete, generation: int = 1) -> None:
    seller.app.adapters.views.transact("sold", generation, lambda transaction: transaction.write([change], []))


def of(totals: Totals, **columns: object) -> Put:
    return Put(totals.table, {"shard": 0, **columns})


def test_totals_that_are_what_their_rows_say_have_no_differences(seller: Seller) -> None:
    three_orders(seller)
    seller.app.operate.rebuild.start("sold", ADA)
    seller.app.operate.rebuild_worker.work("sold", 2, seconds=60)
    verdict = seller.app.operate.verify("sold")
    assert (verdict.generations, verdict.rows, verdict.groups, verdict.named) == ((1, 2), 6, 4, [])
    assert seller.app.adapters.generations.read("sold").state is BuildState.VERIFIED


#: Each difference by its place: what is done to the totals of three orders, and how that is told.
PLANTED: Mapping[str, tuple[Put | Delete, str]] = {
    "sold_per_day 1999-01-01/3": (
        of(PER_DAY, day=date(1999, 1, 1), quantity=3, lines=1, amount=Decimal(0)),
        "should not be there",
    ),
    "sold_per_day 2026-05-01/3": (Delete(PER_DAY.table, (MAY,)), "missing"),
    "sold_per_day 2026-05-01/4": (
        of(PER_DAY, day=MAY, quantity=4, lines=1, amount=Decimal(0)),
        "should not be there",
    ),
    "sold_per_product ": (of(PER_PRODUCT, product_id="", lines=1, quantity=1), "should not be there"),
    "sold_per_product cup": (of(PER_PRODUCT, product_id="cup", quantity=None), "differs in quantity"),
    "sold_per_product gin": (of(PER_PRODUCT, product_id="gin", lines=1, quantity=1), "should not be there"),
    "sold_per_product jam": (of(PER_PRODUCT, product_id="jam", lines=0, quantity=0), "should not be there"),
    "sold_per_product mug": (Delete(PER_PRODUCT.table, ("mug",)), "missing"),
    "sold_per_product pot": (of(PER_PRODUCT, product_id="pot", lines=2, quantity=2), "differs in lines, quantity"),
    "sold_per_product tea": (of(PER_PRODUCT, product_id="tea", quantity=12), "differs in quantity"),
    "sold_per_product ~": (of(PER_PRODUCT, product_id="~", lines=1, quantity=1), "should not be there"),
    "sold_per_product ä": (Delete(PER_PRODUCT.table, ("ä", 0)), "missing"),
}


@on_both_stores("seller")
def test_every_group_that_was_tampered_with_is_found_in_either_generation(seller: Seller) -> None:
    three_orders(seller)
    seller.sell("d", tea("1", 1, product="cup"), tea("2", 1, product="pot"))
    seller.app.operate.rebuild.start("sold", ADA)
    seller.app.operate.rebuild_worker.work("sold", 2, seconds=60)
    for generations in [(2,), (1, 2)]:
        for change, _ in PLANTED.values():
            tamper(seller, change, generations[0])
        told = [(generation, place, problem) for place, (_, problem) in PLANTED.items() for generation in generations]
        assert sorted(found(seller.app.operate.verify("sold"))) == sorted(told)
        assert seller.app.adapters.generations.read("sold").state is BuildState.DIFFERS


@on_both_stores("seller")
def test_a_sum_that_is_wrong_by_the_last_digit_is_found_in_any_shard(seller: Seller) -> None:
    three_orders(seller)
    [row, *_] = seller.shards(PER_DAY)
    tamper(seller, Put(PER_DAY.table, {**row, "amount": row["amount"] + Decimal("0.000000001")}))
    assert found(seller.app.operate.verify("sold")) == [(1, "sold_per_day 2026-05-01/3", "differs in amount")]


def test_a_row_that_was_tampered_with_is_told_beside_the_group_that_does_not_fit_it(seller: Seller) -> None:
    three_orders(seller)
    tamper(seller, Put(LINES, {"order_id": "a", "line": "2", "quantity": 9}))
    assert found(seller.app.operate.verify("sold")) == [
        (1, "order_lines a/2", "differs in quantity"),
        (1, "sold_per_product mug", "differs in quantity"),
    ]


def test_lanes_that_nobody_settled_are_settled(seller: Seller) -> None:
    three_orders(seller)
    seller.app.advance.step(seller.sold, 1, [seller.append("d", tea("1", 1))], lane=7)
    assert found(seller.app.operate.verify("sold")) == []
    assert [row["shard"] for row in seller.shards(PER_PRODUCT)] == [0, 0, 0]


def test_what_is_in_a_lane_again_is_named(seller: Seller) -> None:
    three_orders(seller)

    def late() -> None:
        seller.app.advance.step(seller.sold, 1, [seller.append("d", tea("1", 1))], lane=7)

    problem = "is not settled yet: verify again when no worker is at it"
    assert found(scanning_late(seller, late, after=2).app.operate.verify("sold")) == [
        (1, "sold_per_product tea", problem)
    ]


def scanning_late(seller: Seller, meanwhile: Callable[[], object], *, after: int) -> Seller:
    """Let something happen before a scan, once."""
    views = seller.app.adapters.views
    scans: list[int] = []

    def scan(generation: int, work: Callable[[ViewScan], object]) -> object:
        if len(scans) == after:
            meanwhile()
        scans.append(generation)
        return views.scan(generation, work)

    return Seller.on(replace(seller.app.adapters, views=on_top_of(views, scan=scan)))


@pytest.mark.parametrize("after", [1, 2, 3])
def test_what_happens_meanwhile_is_no_difference(seller: Seller, after: int) -> None:
    three_orders(seller)

    def meanwhile() -> None:
        seller.sell("a", LineMoved(line="1", product="ä"), LinePut(line="9", product="gin", quantity=2, day=MAY))

    assert found(scanning_late(seller, meanwhile, after=after).app.operate.verify("sold")) == []


def test_a_thousand_groups_have_no_false_difference_and_every_true_one() -> None:
    seller = Seller.on(memory_adapters())
    keys = [f"o{number}" for number in range(2_000)]
    for number, key in enumerate(keys):
        seller.append(key, tea("1", number % 7, product=f"p{number % 997}", day=MAY, amount=Decimal(number) / 8))
    verdict = seller.app.operate.verify("sold")
    assert (verdict.streams, verdict.rows, verdict.groups, verdict.named) == (2_000, 2_000, 997 + 7, [])
    planted: Mapping[str, Put | Delete] = {
        "sold_per_product gin": of(PER_PRODUCT, product_id="gin", lines=1, quantity=1),
        "sold_per_product p0": Delete(PER_PRODUCT.table, ("p0",)),
        "sold_per_product p500": of(PER_PRODUCT, product_id="p500", quantity=-1),
        "sold_per_product p996": of(PER_PRODUCT, product_id="p996", lines=99),
        "sold_per_day 2026-05-01/6": Delete(PER_DAY.table, (MAY, 6, 2)),
    }
    for change in planted.values():
        tamper(seller, change)
    assert {place for _, place, _ in found(seller.app.operate.verify("sold"))} == planted.keys()
