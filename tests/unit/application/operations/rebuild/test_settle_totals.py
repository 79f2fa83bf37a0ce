"""What a rebuild counts in lanes is settled once, whoever does it, and however often."""

from contextlib import suppress
from dataclasses import replace

import pytest

from onewrite.application.operations.rebuild import settle_totals as settling
from onewrite.application.operations.rebuild.settle_totals import settle_totals
from tests.support.data.selling import MAY, Seller, tea
from tests.support.domains.sold import PER_DAY, PER_PRODUCT, OrderEmptied
from tests.support.faults.ports import Crash, aborting, on_top_of
from tests.support.systems.adapters import on_both_stores


@pytest.fixture
def lanes(seller: Seller) -> Seller:
    """Orders that were counted in lane 0, 1 and 2."""
    for number in range(12):
        stream = seller.append(f"o{number:02d}", tea("1", 3, day=MAY), tea("2", number, product=f"p{number}"))
        seller.app.advance.step(seller.sold, 1, [stream], lane=number % 3)
    seller.sell("o01", OrderEmptied())
    return seller


def in_lanes(seller: Seller) -> int:
    return sum(not totals.is_settled(row) for totals in (PER_PRODUCT, PER_DAY) for row in seller.shards(totals))


@on_both_stores("seller")
def test_lanes_are_added_up_and_are_gone(lanes: Seller) -> None:
    assert in_lanes(lanes) > 8
    assert lanes.is_true()
    for _ in range(2):
        settle_totals(lanes.app.adapters.views, lanes.sold, 1)
        assert in_lanes(lanes) == 0
        assert lanes.is_true()


def test_a_group_of_which_nothing_is_left_is_gone_too(lanes: Seller) -> None:
    settle_totals(lanes.app.adapters.views, lanes.sold, 1)
    assert ("p1",) not in [(row["product_id"],) for row in lanes.shards(PER_PRODUCT)]
    assert all(row["lines"] for row in [*lanes.shards(PER_PRODUCT), *lanes.shards(PER_DAY)])


def test_what_live_traffic_changes_of_a_row_that_a_lane_has_counted_is_kept(lanes: Seller) -> None:
    lanes.sell("o04", tea("2", 9, product="p4"))
    shards = [(row["lines"], row["quantity"]) for row in lanes.shards(PER_PRODUCT) if row["product_id"] == "p4"]
    assert shards == [(0, 5), (1, 4)]
    assert lanes.is_true()
    settle_totals(lanes.app.adapters.views, lanes.sold, 1)
    assert lanes.is_true()


@pytest.mark.parametrize("died", [0, 1, 2])
def test_one_who_dies_leaves_the_rest_to_whoever_comes(
    lanes: Seller, monkeypatch: pytest.MonkeyPatch, died: int
) -> None:
    monkeypatch.setattr(settling, "ROWS_PER_TRANSACTION", 3)
    views, calls = lanes.app.adapters.views, iter(range(died))

    def transact(*what: object) -> object:
        if next(calls, None) is None:
            raise Crash
        return views.transact(*what)  # type: ignore[arg-type]

    before = in_lanes(lanes)
    with suppress(Crash):
        settle_totals(on_top_of(views, transact=transact), lanes.sold, 1)
    assert in_lanes(lanes) == before - 3 * died
    assert lanes.is_true()
    settle_totals(aborting(views, times=2), lanes.sold, 1)
    assert in_lanes(lanes) == 0
    assert lanes.is_true()


def test_what_was_settled_between_the_look_and_the_transaction_is_not_added_again(lanes: Seller) -> None:
    views, first = lanes.app.adapters.views, [True]

    def transact(*what: object) -> object:
        if first:
            first.clear()
            settle_totals(views, lanes.sold, 1)
        return views.transact(*what)  # type: ignore[arg-type]

    settle_totals(on_top_of(views, transact=transact), lanes.sold, 1)
    assert in_lanes(lanes) == 0
    assert lanes.is_true()


def test_a_projection_without_totals_is_left_alone(seller: Seller) -> None:
    bare = replace(seller.app.adapters, views=on_top_of(seller.app.adapters.views, scan=lambda *_: pytest.fail("no")))
    plain = type("Plain", (type(seller.sold),), {"totals": ()})()
    settle_totals(bare.views, plain, 1)
