"""Scanning a whole generation of a view, in memory."""

from collections.abc import Iterator
from dataclasses import dataclass

from onewrite.adapters.memory.database import MemoryDatabase
from onewrite.domain.views import Key, Row, Table, Totals
from onewrite.domain.views.figures import Figures, plus


@dataclass(frozen=True)
class MemoryViewScan:
    """ViewScan over a MemoryDatabase, whose lock the caller holds meanwhile."""

    database: MemoryDatabase
    generation: int

    def rows(self, table: Table) -> Iterator[Row]:
        rows = self.database.rows.get((table.name, self.generation), {})
        return iter([rows[key] for key in sorted(rows)])

    def groups(self, totals: Totals) -> Iterator[tuple[Key, Figures]]:
        found: dict[Key, Figures] = {}
        for row in self.rows(totals.of):
            if (group := totals.group_of(row)) is not None:
                found[group] = plus(found.get(group, totals.figures_in(None)), totals.figures_of(row))
        return iter(sorted(found.items()))
