"""SQL statements over views: what is selected of a row, and the values that a statement is run with.

The names of tables and columns can't be query parameters; they come from the domain's code, never from a request.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from google.cloud.spanner_v1 import param_types

from onewrite.domain.events import Json
from onewrite.domain.reading import Source
from onewrite.domain.views import Key, Max, Min, Totals
from onewrite.domain.views.columns import ColumnType

KINDS: Final[Mapping[str, Any]] = {
    "STRING": param_types.STRING,
    "BOOL": param_types.BOOL,
    "INT64": param_types.INT64,
    "NUMERIC": param_types.NUMERIC,
    "TIMESTAMP": param_types.TIMESTAMP,
    "DATE": param_types.DATE,
}
EXTREME: Final = """(
    SELECT {column} FROM `{table}`@{{FORCE_INDEX=`{index}`}} AS x
    WHERE x.generation = @generation AND {group} AND {column} IS NOT NULL ORDER BY {column} {direction} LIMIT 1
)"""


@dataclass(frozen=True)
class Values:
    """The parameters of a statement, which takes at most so many rows of one generation."""

    generation: int
    limit: int
    params: dict[str, Any] = field(default_factory=dict)
    types: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.params.update(generation=self.generation, limit=self.limit)
        self.types.update(generation=param_types.INT64, limit=param_types.INT64)

    def add(self, value: Json, kind: ColumnType) -> str:
        """Add a value; return what stands for it in SQL."""
        return self._add(value, KINDS[kind.name])

    def add_keys(self, keys: Sequence[Key], columns: Sequence[str], kinds: Mapping[str, ColumnType]) -> str:
        """Add keys, as an array of structs."""
        fields = [param_types.StructField(column, KINDS[kinds[column].name]) for column in columns]
        return self._add(keys, param_types.Array(param_types.Struct(fields)))

    def _add(self, value: Any, kind: Any) -> str:
        name = f"v{len(self.params)}"
        self.params[name], self.types[name] = value, kind
        return f"@{name}"


def selected(source: Source, alias: str) -> str:
    """Return what is selected of a row for each of its columns, in their order."""
    looked_up = source.looked_up if isinstance(source, Totals) else {}
    columns = source.row.model_fields
    return ", ".join(
        _extreme(source, looked_up[name], alias)
        if isinstance(source, Totals) and name in looked_up
        else f"{alias}.`{name}`"
        for name in columns
    )


def _extreme(totals: Totals, figure: Min | Max, alias: str) -> str:
    """Return the first value of the group in its index."""
    return EXTREME.format(
        column=f"x.`{figure.column}`",
        table=totals.of.name,
        index=totals.index_for(figure).name_for(totals.of.name),
        group=" AND ".join(f"x.`{name}` = {alias}.`{name}`" for name in totals.by),
        direction="DESC" if isinstance(figure, Max) else "ASC",
    )
