"""What the SQL says that the emulator doesn't need: it locks one transaction at a time, scans as fast as it seeks, and
groups in order.
"""

from typing import Any

import pytest

from onewrite.adapters.spanner.client.connection import UNNAMED
from onewrite.adapters.spanner.client.tagged import Tagged
from onewrite.adapters.spanner.queries.places import behind
from onewrite.adapters.spanner.queries.statements import Values
from onewrite.adapters.spanner.views.locked_rows import lock_rows
from onewrite.adapters.spanner.views.view_scan import SpannerViewScan
from onewrite.domain.views import Index
from tests.support.domains.sales import NEWEST_FIRST, SALES, SOLD, SPREAD


class Told:
    """Google's transaction or snapshot, which finds nothing and keeps what it is asked."""

    def __init__(self) -> None:
        self.sql: list[str] = []

    def execute_sql(self, sql: str, *_: Any, **__: Any) -> list[Any]:
        self.sql.append(" ".join(sql.split()))
        return []


def test_rows_that_will_be_changed_are_locked_by_nobody_else_and_no_other_row_is() -> None:
    transaction = Told()
    lock_rows(Tagged(transaction, UNNAMED), 1, SOLD.table, [("tea", 0)])
    [sql] = transaction.sql
    assert sql.startswith("@{LOCK_SCANNED_RANGES=exclusive} SELECT ")
    assert "UNNEST(@v2) AS k JOIN@{FORCE_JOIN_ORDER=TRUE, JOIN_METHOD=APPLY_JOIN}" in sql


def test_groups_are_counted_anew_in_the_order_in_which_they_are_compared() -> None:
    snapshot = Told()
    assert list(SpannerViewScan(Tagged(snapshot, UNNAMED), 1).groups(SPREAD)) == []
    [sql] = snapshot.sql
    assert sql.endswith("GROUP BY `day`, `is_gift` ORDER BY `day`, `is_gift`")


@pytest.mark.parametrize(
    ("index", "place", "seek"),
    [(NEWEST_FIRST, ("2026-01-01", True, 1, "a"), "`day` <= @v2"), (Index("number"), (1, "a"), "`number` >= @v2")],
)
def test_a_page_seeks_the_place_where_the_one_before_it_ended(index: Index, place: tuple[Any, ...], seek: str) -> None:
    first, *_ = behind(index.whole_order(SALES.key), place, SALES.types, Values(1, 10))
    assert first == seek
