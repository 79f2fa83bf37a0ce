"""The SQL of totals: their groups in the order of their columns, each summed over its shards."""

from collections.abc import Collection, Sequence
from typing import Final

from onewrite.adapters.spanner.queries.places import behind
from onewrite.adapters.spanner.queries.statements import Values, selected
from onewrite.domain.views import Key, Totals
from onewrite.domain.views.indexes import Order

GROUPS: Final = """
    SELECT {figures} FROM (
        SELECT {columns}, {sums} FROM {rows} WHERE {conditions}
        GROUP BY {columns} HAVING SUM(`{table}`.`{count}`) > 0 ORDER BY {columns} LIMIT @limit
    ) AS g ORDER BY {order}
"""


def groups_with_keys(totals: Totals, keys: Collection[Key], values: Values) -> str:
    """Return the statement for the groups with these keys, and add its values."""
    same = " AND ".join(f"`{totals.name}`.`{column}` = k.`{column}`" for column in totals.by)
    wanted = values.add_keys([*keys], totals.by, totals.types)
    return _groups(totals, f"UNNEST({wanted}) AS k JOIN `{totals.name}` ON {same}", [])


def groups_in_order(totals: Totals, prefix: Key, after: Key | None, values: Values) -> str:
    """Return the statement for the groups under a prefix of their columns, those after the key; add its values."""
    kinds, known = totals.types, len(prefix)
    under = zip(totals.by, prefix, strict=False)
    conditions = [f"`{column}` = {values.add(value, kinds[column])}" for column, value in under]
    if after is not None:
        conditions += behind([Order(column) for column in totals.by[known:]], after[known:], kinds, values)
    return _groups(totals, f"`{totals.name}`", conditions)


def _groups(totals: Totals, rows: str, conditions: Sequence[str]) -> str:
    columns = ", ".join(f"`{totals.name}`.`{column}`" for column in totals.by)
    return GROUPS.format(
        figures=selected(totals, "g"),
        columns=columns,
        sums=", ".join(f"SUM(`{totals.name}`.`{figure}`) AS `{figure}`" for figure in totals.kept),
        rows=rows,
        conditions=" AND ".join(["generation = @generation", *conditions]),
        table=totals.name,
        count=totals.count,
        order=", ".join(f"g.`{column}`" for column in totals.by),
    )
