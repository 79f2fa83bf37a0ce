"""Scanning a whole generation of a view, on Spanner."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from google.cloud.spanner_v1 import KeyRange, KeySet
from google.cloud.spanner_v1.param_types import INT64

from onewrite.adapters.spanner.client.tagged import Tagged
from onewrite.domain.views import Count, Key, Row, Sum, Table, Totals
from onewrite.domain.views.figures import Figures

# The names of tables and columns can't be query parameters; they come from the domain's code, never from a request.
GROUPS: Final = """
    SELECT {by}, {figures} FROM `{table}` WHERE generation = @generation AND {is_in_a_group}
    GROUP BY {by} ORDER BY {by}
"""


@dataclass(frozen=True)
class SpannerViewScan:
    """ViewScan over a multi-use snapshot."""

    snapshot: Tagged
    generation: int

    def rows(self, table: Table) -> Iterator[Row]:
        all_of_it = KeyRange(start_closed=[self.generation], end_closed=[self.generation])
        for row in self.snapshot.of(table.name).read(table.name, table.columns, KeySet(ranges=[all_of_it])):
            yield dict(zip(table.columns, row, strict=True))

    def groups(self, totals: Totals) -> Iterator[tuple[Key, Figures]]:
        sql = GROUPS.format(
            by=", ".join(f"`{column}`" for column in totals.by),
            figures=", ".join(map(_aggregated, totals.kept.values())),
            table=totals.of.name,
            is_in_a_group=" AND ".join(f"`{column}` IS NOT NULL" for column in totals.by),
        )
        for row in self.snapshot.of(totals.name).execute_sql(
            sql, {"generation": self.generation}, {"generation": INT64}
        ):
            yield tuple(row[: len(totals.by)]), tuple(row[len(totals.by) :])


def _aggregated(figure: Count | Sum) -> str:
    return "COUNT(*)" if isinstance(figure, Count) else f"IFNULL(SUM(`{figure.column}`), 0)"
