"""The rows of totals as they are read, in memory: one for each group, with all its figures."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from onewrite.domain.views import Key, Max, Min, Row, Totals
from onewrite.domain.views.figures import Figures, plus


def groups_of(totals: Totals, stored: Iterable[Row], counted: Iterable[Row]) -> Mapping[Key, Row]:
    """Sum the rows of all shards; find the least and greatest values among the rows that are counted."""
    sums: dict[Key, Figures] = defaultdict(lambda: totals.figures_in(None))
    for row in stored:
        group = tuple(row[column] for column in totals.by)
        sums[group] = plus(sums[group], totals.figures_in(row))
    rows: dict[Key, list[Row]] = defaultdict(list)
    if totals.looked_up:
        for row in counted:
            rows[tuple(row[column] for column in totals.by)].append(row)
    return {
        group: _whole(totals, group, kept, rows[group])
        for group, kept in ((group, dict(zip(totals.kept, figures, strict=True))) for group, figures in sums.items())
        if kept[totals.count] > 0
    }


def _whole(totals: Totals, group: Key, kept: Row, rows: Iterable[Row]) -> Row:
    looked_up = {name: _extreme(figure, rows) for name, figure in totals.looked_up.items()}
    row = {**dict(zip(totals.by, group, strict=True)), **kept, **looked_up}
    return {column: kind.kept(row[column]) for column, kind in totals.types.items()}


def _extreme(figure: Min | Max, rows: Iterable[Row]) -> Any:
    values = [row[figure.column] for row in rows if row[figure.column] is not None]
    return (max if isinstance(figure, Max) else min)(values, default=None)
