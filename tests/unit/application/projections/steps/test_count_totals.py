"""Totals change with their rows, in the same transaction, by the difference that it makes."""

from dataclasses import replace
from decimal import Decimal

import pytest

from onewrite.application.ports.views import Views
from onewrite.application.projections.advance import Advance
from onewrite.application.projections.steps.count_totals import differences
from onewrite.domain.events import Event
from onewrite.domain.streams import StreamId
from onewrite.errors import Unavailable
from tests.support.data.selling import ADA, JUNE, MAY, Seller, tea
from tests.support.domains.sold import PER_DAY, PER_PRODUCT, LineMoved, LineTaken, OrderEmptied, OrderSpoilt
from tests.support.faults.ports import aborting, transacting
from tests.support.systems.adapters import on_both_stores


def over(seller: Seller, views: Views) -> Advance:
    """Return what advances views over a faulty store."""
    return replace(seller.app.advance, views=views)


@pytest.mark.parametrize(
    ("later", "left"),
    [
        ([], {("tea",): (1, 3)}),
        ([tea("2", 4)], {("tea",): (2, 7)}),
        ([tea("1", 5)], {("tea",): (1, 5)}),
        ([tea("1", 3)], {("tea",): (1, 3)}),
        ([LineMoved(line="1", product="mug")], {("mug",): (1, 3)}),
        ([LineMoved(line="1", product=None)], {}),
        ([LineMoved(line="1", product=None), LineMoved(line="1", product="tea")], {("tea",): (1, 3)}),
        ([LineTaken(line="1")], {}),
        ([LineTaken(line="nothing")], {("tea",): (1, 3)}),
        ([tea("2", 4), tea("3", 5), OrderEmptied()], {}),
        ([OrderEmptied(), tea("1", 1), tea("2", 1)], {("tea",): (2, 2)}),
        ([LineTaken(line="1"), LineMoved(line="1", product="mug")], {}),
        ([tea("2", 0)], {("tea",): (2, 3)}),
        ([tea("2", -3)], {("tea",): (2, 0)}),
    ],
    ids=[
        "nothing else", "another line", "a line again", "a line as it was", "to another group", "out of all groups",
        "there and back", "a deletion", "a deletion of nothing", "a deletion of all", "a line after a deletion of all",
        "a move of what was deleted", "a line that adds no quantity", "lines that add up to nothing",
    ],
)  # fmt: skip
@pytest.mark.parametrize("steps", ["one step", "a step for each event"])
def test_a_total_is_what_the_lines_add_up_to(seller: Seller, later: list[Event], left: object, steps: str) -> None:
    stream = seller.append("a", tea("1", 3)) if steps == "one step" else seller.sell("a", tea("1", 3))
    for event in later:
        seller.append("a", event)
        if steps != "one step":
            seller.advance(stream)
    seller.advance(stream)
    assert seller.kept(PER_PRODUCT) == left
    assert seller.is_true()


@on_both_stores("seller")
def test_decimals_are_added_up_without_rounding_in_groups_of_a_day_and_a_number(seller: Seller) -> None:
    great, small = Decimal(12345678901234567890123456789), Decimal("0.000000001")
    for order in "abcdefgh":
        seller.sell(order, tea("1", 2, day=MAY, amount=great if order == "a" else small), tea("2", 2, day=JUNE))
    assert seller.kept(PER_DAY) == {
        (MAY, 2): (8, Decimal("12345678901234567890123456789.000000007")),
        (JUNE, 2): (8, 0),
    }
    assert seller.is_true()


@on_both_stores("seller")
def test_a_group_is_spread_over_as_many_shards_as_it_may_have(seller: Seller) -> None:
    seller.advance(*(seller.append(f"o{number}", tea(day=MAY)) for number in range(40)))
    assert [row["shard"] for row in seller.shards(PER_DAY)] == [0, 1, 2, 3]
    assert [row["shard"] for row in seller.shards(PER_PRODUCT)] == [0]
    assert seller.kept(PER_DAY) == {(MAY, 1): (40, 0)}
    seller.advance(*(seller.append(f"o{number}", OrderEmptied()) for number in range(40)))
    assert seller.shards(PER_DAY) == seller.shards(PER_PRODUCT) == []


def test_a_stream_that_is_advanced_again_adds_nothing(seller: Seller) -> None:
    stream = seller.sell("a", tea("1", 3))
    for _ in range(3):
        seller.advance(stream)
    assert seller.kept(PER_PRODUCT) == {("tea",): (1, 3)}


def test_a_transaction_that_is_run_again_adds_only_once(seller: Seller) -> None:
    advance = over(seller, aborting(seller.app.adapters.views, times=3))
    stream = seller.append("a", tea("1", 3), tea("2", 4), LineMoved(line="1", product="mug"))
    assert advance(seller.sold, 1, [stream]).applied == 3
    assert seller.kept(PER_PRODUCT) == {("tea",): (1, 4), ("mug",): (1, 3)}
    assert seller.is_true()


def test_a_commit_whose_answer_is_lost_adds_only_once(seller: Seller) -> None:
    views = seller.app.adapters.views

    def transact(*what: object) -> object:
        views.transact_jointly(*what)  # type: ignore[arg-type]
        raise Unavailable("Spanner could not answer: try again")

    stream = seller.append("a", tea("1", 3))
    with pytest.raises(Unavailable):
        over(seller, transacting(views, transact))(seller.sold, 1, [stream])
    seller.advance(stream)
    assert seller.kept(PER_PRODUCT) == {("tea",): (1, 3)}


def test_an_event_that_fails_adds_nothing_and_those_before_it_count(seller: Seller) -> None:
    stream = seller.append("a", tea("1", 3), OrderSpoilt(line="1"), tea("2", 4))
    other = seller.append("b", tea("1", 5))
    assert seller.advance(stream, other).failed == {stream}
    assert seller.kept(PER_PRODUCT) == {("tea",): (2, 8)}
    assert seller.is_true()


def test_a_parked_stream_counts_on_when_it_is_released_or_its_event_is_skipped(seller: Seller) -> None:
    for key in "ab":
        seller.sell(key, tea("1", 3), OrderSpoilt(line="1"), tea("2", 4))
    release = seller.app.operate.release
    release.skip(release.parked("sold", StreamId("order", "a")), ADA)
    assert seller.kept(PER_PRODUCT) == {("tea",): (3, 10)}
    seller.sold.is_broken = False
    release.release(release.parked("sold", StreamId("order", "b")), ADA)
    assert seller.kept(PER_PRODUCT) == {("tea",): (3, 11), ("spoilt",): (1, 1000)}
    assert seller.is_true()


@on_both_stores("seller")
def test_an_event_that_puts_what_no_column_holds_counts_nothing(seller: Seller) -> None:
    good = [seller.append(f"o{number}", *(tea(str(line)) for line in range(3))) for number in range(5)]
    refused = seller.append("bad", tea("1", 3), tea("2", 2**63), tea("3", 4))
    assert seller.advance(*good, refused).failed == {refused}
    assert seller.kept(PER_PRODUCT) == {("tea",): (16, 18)}
    assert seller.is_true()


@on_both_stores("seller")
def test_an_event_that_makes_a_figure_too_great_stops_its_stream(seller: Seller) -> None:
    seller.sell("a", tea("1", 2**63 - 2))
    seller.sell("b", tea("1", 1))
    late, others = seller.append("c", tea("1", 1)), [seller.append(key, tea("1", 0)) for key in "de"]
    assert seller.advance(late, *others).failed == {late}
    assert seller.kept(PER_PRODUCT) == {("tea",): (4, 2**63 - 1)}
    seller.sell("b", OrderEmptied())
    release = seller.app.operate.release
    release.release(release.parked("sold"), ADA)
    assert seller.kept(PER_PRODUCT) == {("tea",): (4, 2**63 - 1)}


def test_each_generation_has_totals_of_its_own(seller: Seller) -> None:
    stream = seller.sell("a", tea("1", 3))
    seller.app.adapters.generations.change("sold", lambda known: known.with_new_building())
    seller.append("a", tea("2", 4))
    seller.advance(stream, generation=2)
    assert (seller.kept(PER_PRODUCT, 1), seller.kept(PER_PRODUCT, 2)) == ({("tea",): (1, 3)}, {("tea",): (2, 7)})
    seller.app.operate.switch.cancel("sold", ADA)
    assert seller.shards(PER_PRODUCT, 2) == seller.shards(PER_DAY, 2) == []
    assert seller.kept(PER_PRODUCT, 1) == {("tea",): (1, 3)}


def test_rows_that_change_no_figure_touch_no_group() -> None:
    line = {"product_id": "tea", "quantity": 3, "amount": None}
    moved = {**line, "product_id": "mug"}
    assert differences(PER_PRODUCT, {("a", "1"): line}, {("a", "1"): {**line, "amount": Decimal(1)}}, lane=0) == {}
    crossed = differences(
        PER_PRODUCT, {("a", "1"): line, ("a", "2"): moved}, {("a", "1"): moved, ("a", "2"): line}, lane=0
    )
    assert crossed == {}
