"""Rows that a transaction reads because it will change them: read under a lock that nobody shares.

With the lock of a plain read, two transactions could both read a row, and then one of them would have to be aborted.
"""

from collections.abc import Collection, Mapping
from typing import Final

from onewrite.adapters.spanner.client.connection import Transaction
from onewrite.adapters.spanner.queries.statements import Values
from onewrite.domain.views import Key, Row, Table

# The join begins with the keys and seeks each of them, because locks are taken on all that is scanned.
LOCK: Final = """
    @{{LOCK_SCANNED_RANGES=exclusive}}
    SELECT {columns} FROM UNNEST({keys}) AS k
    JOIN@{{FORCE_JOIN_ORDER=TRUE, JOIN_METHOD=APPLY_JOIN}} `{table}` AS r ON r.generation = @generation AND {same}
    LIMIT @limit
"""


def lock_rows(transaction: Transaction, generation: int, table: Table, keys: Collection[Key]) -> Mapping[Key, Row]:
    """Return the rows under these keys that are there. One round trip."""
    values = Values(generation, len(keys))
    sql = LOCK.format(
        keys=values.add_keys([*keys], table.key, table.types),
        table=table.name,
        columns=", ".join(f"r.`{column}`" for column in table.columns),
        same=" AND ".join(f"r.`{column}` = k.`{column}`" for column in table.key),
    )
    found = transaction.execute_sql(sql, values.params, values.types)
    rows = (dict(zip(table.columns, row, strict=True)) for row in found)
    return {table.key_of(row): row for row in rows}
