"""Settle totals: move what a rebuild has counted in lanes to the rows in which live traffic counts.

A transaction adds some rows of lanes to those of lane 0 and deletes them, so each is moved once. Whoever is interrupted
leaves the others where they are. Anybody may do it, at any time and again: what is settled is not found any more.
"""

from collections.abc import Sequence
from functools import partial
from itertools import islice
from typing import Final

from onewrite.application.ports.view_scan import ViewScan
from onewrite.application.ports.views import Delete, Views, ViewTransaction
from onewrite.application.projections.steps.count_totals import changes_of_groups
from onewrite.domain.projection import Projection
from onewrite.domain.views import Key, Totals
from onewrite.domain.views.figures import Figures, plus

ROWS_PER_TRANSACTION: Final = 500


def settle_totals(views: Views, projection: Projection, generation: int) -> None:
    """Settle all totals of a generation, in as many transactions as it takes. Raises Unavailable."""

    def walk(totals: Totals, scan: ViewScan) -> None:
        in_lanes = (totals.table.key_of(row) for row in scan.rows(totals.table) if not totals.is_settled(row))
        while some := list(islice(in_lanes, ROWS_PER_TRANSACTION)):
            views.transact(projection.name, generation, partial(_settle, totals, some))

    for totals in projection.totals:
        views.scan(generation, partial(walk, totals))


def _settle(totals: Totals, in_lanes: Sequence[Key], transaction: ViewTransaction) -> None:
    settled = {key: (*key[:-1], key[-1] % totals.shards) for key in in_lanes}
    stored = transaction.lock_rows(totals.table, {*settled, *settled.values()})
    added: dict[Key, Figures] = {}
    for lane, place in settled.items():
        added[place] = plus(added.get(place, totals.figures_in(None)), totals.figures_in(stored.get(lane)))
    deletes = [Delete(totals.table, lane) for lane in settled]
    transaction.write([*deletes, *changes_of_groups(totals, stored, added)], [])
