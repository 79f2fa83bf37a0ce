"""Compare totals with their rows, counted anew: two streams in the order of groups, in constant memory."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from heapq import merge
from itertools import groupby
from operator import attrgetter

from onewrite.application.ports.view_scan import ViewScan
from onewrite.domain.views import Key, Totals
from onewrite.domain.views.figures import Figures, plus


@dataclass(frozen=True)
class _Group:
    """A group as it is kept, its shards added up, or as its rows say."""

    key: Key
    figures: Figures
    is_kept: bool
    is_settled: bool = True


def compare_totals(scan: ViewScan, totals: Totals) -> Iterator[tuple[str, str | None]]:
    """Yield the place of every group, and its problem if it has one. All is read as of one instant."""
    by_key = attrgetter("key")
    for key, sides in groupby(merge(_kept(scan, totals), _counted(scan, totals), key=by_key), key=by_key):
        yield f"{totals.name} {'/'.join(map(str, key))}", _problem(totals, {side.is_kept: side for side in sides})


def _kept(scan: ViewScan, totals: Totals) -> Iterator[_Group]:
    for key, shards in groupby(scan.rows(totals.table), key=lambda row: tuple(row[column] for column in totals.by)):
        rows = list(shards)
        figures = reduce(plus, map(totals.figures_in, rows))
        yield _Group(key, figures, is_kept=True, is_settled=all(map(totals.is_settled, rows)))


def _counted(scan: ViewScan, totals: Totals) -> Iterator[_Group]:
    for key, figures in scan.groups(totals):
        yield _Group(key, figures, is_kept=False)


def _problem(totals: Totals, sides: dict[bool, _Group]) -> str | None:
    kept, counted = sides.get(True), sides.get(False)
    if kept is None:
        return "missing"
    if counted is None:
        return "should not be there"
    if kept.figures != counted.figures:
        both = zip(totals.kept, kept.figures, counted.figures, strict=True)
        return f"differs in {', '.join(name for name, here, should in both if here != should)}"
    return None if kept.is_settled else "is not settled yet: verify again when no worker is at it"
