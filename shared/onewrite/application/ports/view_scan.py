"""Scanning a whole generation of a view, whose rows may not fit in memory."""

from collections.abc import Iterator
from typing import Protocol

from onewrite.domain.views import Key, Row, Table, Totals
from onewrite.domain.views.figures import Figures


class ViewScan(Protocol):
    """One generation as of one instant, without locks; streamed in the order of keys. One round trip each."""

    def rows(self, table: Table) -> Iterator[Row]:
        """Yield every row of the table; of the table of totals, the shards of a group one after the other."""

    def groups(self, totals: Totals) -> Iterator[tuple[Key, Figures]]:
        """Yield each group with the figures that its totals should have: the rows of streams counted anew."""
