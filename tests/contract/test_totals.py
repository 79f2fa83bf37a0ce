"""What every store of views keeps its word on where a projection keeps totals."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from itertools import count, takewhile
from threading import Event

import pytest

from onewrite.application.ports.view_scan import ViewScan
from onewrite.application.ports.views import Delete, Put, Views
from onewrite.domain.views import Key, Totals
from onewrite.domain.views.figures import Figures
from tests.support.data.selling import Seller, tea
from tests.support.domains.sold import LINES, PER_DAY, PER_PRODUCT

NEW_YEAR = date(2026, 1, 1)
#: 29 digits before the point: more than Python adds up without being asked to.
GREAT = Decimal("12345678901234567890123456789.000000001")


@pytest.fixture
def views(seller: Seller) -> Views:
    return seller.app.adapters.views


def a_line(order: str, line: str, product: str | None = "tea", **columns: object) -> Put:
    return Put(LINES, {"order_id": order, "line": line, "product_id": product, "quantity": 1, **columns})


def write(views: Views, *changes: Put | Delete, generation: int = 1) -> None:
    views.transact("sold", generation, lambda transaction: transaction.write(changes, []))


def groups(views: Views, totals: Totals, generation: int = 1) -> list[tuple[Key, Figures]]:
    return views.scan(generation, lambda scan: list(scan.groups(totals)))


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ([("a",)], [("a", "1"), ("a", "2")]),
        ([("a", "2"), ("ab",), ("nobody",), ("nobody", "1")], [("a", "2"), ("ab", "1")]),
        ([("a",), ("a", "1")], [("a", "1"), ("a", "2")]),
        ([], []),
    ],
)
def test_a_transaction_reads_all_rows_under_some_keys_at_once(
    views: Views, wanted: list[Key], found: list[Key]
) -> None:
    write(views, a_line("a", "1"), a_line("a", "2"), a_line("ab", "1"), a_line("b", "1"))
    write(views, a_line("a", "3"), generation=2)
    rows = views.transact("sold", 1, lambda t: t.read_under(LINES, wanted))
    assert sorted(rows) == found
    assert all(row == {**a_line(*key).row, "amount": None, "day": None} for key, row in rows.items())


def test_a_transaction_locks_rows_under_whole_keys_of_any_type(views: Views) -> None:
    row = {"day": NEW_YEAR, "quantity": 2, "shard": 3, "lines": 5, "amount": Decimal("1.25")}
    write(views, Put(PER_DAY.table, row), Put(PER_DAY.table, {**row, "shard": 1}))
    write(views, Put(PER_DAY.table, {**row, "shard": 2}), generation=2)
    keys = [(NEW_YEAR, 2, shard) for shard in range(4)]
    found = views.transact("sold", 1, lambda t: t.lock_rows(PER_DAY.table, keys))
    assert found == {(NEW_YEAR, 2, 3): row, (NEW_YEAR, 2, 1): {**row, "shard": 1}}


def test_a_scan_yields_the_rows_of_one_generation_in_the_order_of_their_keys(views: Views) -> None:
    write(views, *(a_line(order, line) for order in ("b", "a", "ä", "Z") for line in "21"))
    write(views, a_line("c", "1"), generation=2)
    found = views.scan(1, lambda scan: [LINES.key_of(row) for row in scan.rows(LINES)])
    assert found == [(order, line) for order in ("Z", "a", "b", "ä") for line in "12"]


def test_a_scan_counts_and_adds_up_the_rows_of_each_group_anew(views: Views) -> None:
    second = date(2026, 1, 2)
    write(
        views,
        a_line("a", "1", quantity=2, day=NEW_YEAR, amount=GREAT),
        a_line("a", "2", quantity=2, day=second, amount=GREAT),
        a_line("b", "1", "mug", quantity=7),
        a_line("b", "2", None, quantity=2, day=second, amount=Decimal("0.5")),
        a_line("b", "3", quantity=None, day=second, amount=Decimal(9)),
        a_line("b", "4", quantity=1, day=second),
    )
    write(views, a_line("c", "1", "gin"), generation=2)
    assert groups(views, PER_PRODUCT) == [(("mug",), (1, 7)), (("tea",), (4, 5))]
    assert groups(views, PER_DAY) == [
        ((NEW_YEAR, 2), (1, GREAT)),
        ((second, 1), (1, 0)),
        ((second, 2), (2, Decimal("12345678901234567890123456789.500000001"))),
    ]
    assert groups(views, PER_PRODUCT, generation=3) == []


def test_a_scan_is_of_one_instant_however_fast_rows_change(views: Views) -> None:
    enough = Event()

    def write_on() -> None:
        for number in takewhile(lambda _: not enough.is_set(), count()):
            write(views, a_line(f"o{number}", "1"))

    def look(scan: ViewScan) -> tuple[int, int]:
        groups = list(scan.groups(PER_PRODUCT))
        return len(list(scan.rows(LINES))), sum(lines for _, (lines, _) in groups)

    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(write_on)
        try:
            for _ in range(10):
                rows, counted = views.scan(1, look)
                assert rows == counted
        finally:
            enough.set()
        writing.result()


def test_dropping_a_generation_takes_its_totals_and_removing_a_view_takes_all(seller: Seller) -> None:
    views, sold = seller.app.adapters.views, seller.sold
    stream = seller.append("a", tea(day=NEW_YEAR))
    for generation in (1, 2, 3):
        seller.advance(stream, generation=generation)
    views.drop("sold", 2, sold.all_tables)
    assert [len(seller.shards(PER_DAY, generation)) for generation in (1, 2, 3)] == [1, 0, 1]
    views.remove("sold", sold.table_keys)
    assert [len(seller.shards(totals, 1)) for totals in sold.totals] == [0, 0]
