"""Totals: counts and sums over the rows of all streams, by group. A row of a group is kept up with differences.

A transaction that changes rows of streams knows what they were before, so it adds the difference to the rows of their
groups, together with the checkpoint. That is exact in any order of streams, and with any number of workers.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from typing import Any
from zlib import crc32

from pydantic import BaseModel, create_model

from onewrite.domain.views.columns import EXACT, ORDERED, ColumnType, column_types
from onewrite.domain.views.figures import Count, Figure, Figures, Max, Min, Sum
from onewrite.domain.views.indexes import Descending, Index
from onewrite.domain.views.sql_words import trouble_with
from onewrite.domain.views.tables import Key, Row, Table

SHARD = "shard"


class Totals:
    """`Totals("sold_per_product", of=ORDER_LINES, by=("product_id",), orders=Count(), quantity=Sum("quantity"))`.

    A row with a null among the `by` columns is in no group. A group without rows is not there; `Count` tells, so there
    has to be one. A hot group may be spread over `shards`: then its rows are summed when they are read, and no index
    can sort by a figure. Raises TypeError for what doesn't fit.
    """

    def __init__(
        self,
        name: str,
        *,
        of: Table,
        by: tuple[str, ...],
        shards: int = 1,
        indexes: tuple[Index, ...] = (),
        **figures: Figure,
    ) -> None:
        self.name, self.of, self.by, self.shards, self.indexes, self.figures = name, of, by, shards, indexes, figures
        if wrong := list(self._mistakes()):
            raise TypeError(f"totals {name}: {'; '.join(wrong)}")

    @cached_property
    def kept(self) -> Mapping[str, Count | Sum]:
        """The figures that are kept in rows; the others are looked up in an index of the table."""
        return {name: figure for name, figure in self.figures.items() if isinstance(figure, Count | Sum)}

    @cached_property
    def count(self) -> str:
        """The figure that tells whether a group has rows."""
        return next(name for name, figure in self.figures.items() if isinstance(figure, Count))

    @cached_property
    def looked_up(self) -> Mapping[str, Min | Max]:
        return {name: figure for name, figure in self.figures.items() if isinstance(figure, Min | Max)}

    @cached_property
    def row(self) -> type[BaseModel]:
        """What is read of a group: its columns and all its figures."""
        return self._model("Total", self.figures)

    @cached_property
    def types(self) -> Mapping[str, ColumnType]:
        """The type of each column that is read."""
        return column_types(self.row)

    @cached_property
    def table(self) -> Table:
        """What is stored: a row for each shard of a group."""
        model = self._model("Shard", self.kept, **{SHARD: (int, ...)})
        return Table(self.name, key=(*self.by, SHARD), row=model, indexes=self.indexes)

    @property
    def signature(self) -> tuple[str, ...]:
        """What makes stored totals those of today's code: after a change they have to be built anew."""
        figures = (f"{name}={figure}" for name, figure in sorted(self.kept.items()))
        return (*self.by, f"of {self.of.name}", f"in {self.shards}", *figures)

    def group_of(self, row: Row) -> Key | None:
        """Return the group of a row of the table, or None if it is in none."""
        group = tuple(row.get(column) for column in self.by)
        return None if None in group else group

    def figures_of(self, row: Row) -> Figures:
        """Return what the row adds to each figure that is kept."""
        return tuple(figure.of(row) for figure in self.kept.values())

    def figures_in(self, shard: Row | None) -> Figures:
        """Return the figures in a row of `table`; without a row all are zero."""
        return tuple((shard or {}).get(name) or 0 for name in self.kept)

    def shard_of(self, stream_key: str, lane: int = 0) -> int:
        """Return the shard for the rows of a stream: one of `shards` in each lane. Live traffic is lane 0."""
        return lane * self.shards + crc32(stream_key.encode()) % self.shards

    def is_settled(self, shard: Row) -> bool:
        """Tell whether a row of `table` is in lane 0, where live traffic counts and nobody else."""
        return shard[SHARD] in range(self.shards)

    def _model(self, name: str, figures: Mapping[str, Figure], **more: Any) -> type[BaseModel]:
        columns = self.of.row.model_fields
        groups: dict[str, Any] = {column: (columns[column].annotation, ...) for column in self.by}
        values: dict[str, Any] = {figure: (self._type_of(what), ...) for figure, what in figures.items()}
        return create_model(f"{name}Of{self.name.title().replace('_', '')}", **groups, **more, **values)

    def _type_of(self, figure: Figure) -> Any:
        """Return the type of a figure: a sum may be a number that its column can't have."""
        if isinstance(figure, Min | Max):
            return self.of.row.model_fields[figure.column].annotation
        is_decimal = isinstance(figure, Sum) and self.of.types[figure.column].name == "NUMERIC"
        return Decimal if is_decimal else int

    def _mistakes(self) -> Iterator[str]:
        known, named = self.of.types, [*self.by, *(f.column for f in self.figures.values() if not isinstance(f, Count))]
        missing = sorted({column for column in named if column not in known})
        yield from (f"{self.of.name} has no column {column}" for column in missing)
        yield from filter(None, map(trouble_with, (self.name, *self.figures)))
        if not any(isinstance(figure, Count) for figure in self.figures.values()):
            yield "add a Count(), which tells when a group is empty"
        if clash := sorted({*self.by, SHARD} & self.figures.keys()):
            yield f"rename the figure {', '.join(clash)}: a column has that name"
        yield from self._mistakes_in_rows()
        if missing:
            return
        for column in self.by:
            if known[column].name not in ORDERED:
                yield f"{column} is {known[column].name}, which has no order to group by"
        for name, figure in self.figures.items():
            if isinstance(figure, Sum) and known[figure.column].name not in EXACT:
                yield f"{name} sums {known[figure.column].name}, which can't be exact: use int or Decimal"
            if isinstance(figure, Min | Max) and (index := self.index_for(figure)) not in self.of.indexes:
                yield f"{name} is looked up in {index!r}, which {self.of.name} doesn't declare"

    def _mistakes_in_rows(self) -> Iterator[str]:
        if not self.by:
            yield "name a column to group by: for one group of all rows, one that has the same value in each"
        stored = (*self.by, *self.kept)
        for index in self.indexes:
            for column in (column for column in index.columns if column not in stored):
                yield f"{index!r} names {column}, but can sort by {', '.join(stored)} only"
        if self.shards < 1 or (self.shards > 1 and self.indexes):
            yield "use one shard, or no indexes: an index can't sort what is summed when it is read"

    def index_for(self, figure: Min | Max) -> Index:
        """Return the index of the table whose first row in a group has the figure."""
        return Index(*self.by, Descending(figure.column) if isinstance(figure, Max) else figure.column)
