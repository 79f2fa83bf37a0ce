"""Rows that a transaction reads because it will change them: read under a lock that nobody shares.

With the lock of a plain read, two transactions could both read a row, and then one of them would have to be aborted.
"""

from collections.abc import Collection, Mapping
from typing import Final

from google.cloud.spanner_v1.param_types import (
    BOOL,
    DATE,
    INT64,
    NUMERIC,
    STRING,
    TIMESTAMP,
    Array,
    Struct,
    StructField,
)

from onewrite.adapters.spanner.connection import Transaction
from onewrite.domain.views import Key, Row, Table

TYPES: Final = {
    "BOOL": BOOL,
    "DATE": DATE,
    "INT64": INT64,
    "NUMERIC": NUMERIC,
    "STRING": STRING,
    "TIMESTAMP": TIMESTAMP,
}
# The names of tables and columns can't be query parameters; they come from the domain's code, never from a request.
# The join begins with the keys and seeks each of them: locks are taken on what is scanned.
LOCK: Final = """
    @{{LOCK_SCANNED_RANGES=exclusive}}
    SELECT {columns} FROM UNNEST(@places) AS place
    JOIN@{{FORCE_JOIN_ORDER=TRUE, JOIN_METHOD=APPLY_JOIN}} {table} AS held ON held.generation = @generation AND {same}
"""


def lock_rows(transaction: Transaction, generation: int, table: Table, keys: Collection[Key]) -> Mapping[Key, Row]:
    """Return the rows under these keys that are there. One round trip."""
    sql = LOCK.format(
        table=table.name,
        columns=", ".join(f"held.{column}" for column in table.columns),
        same=" AND ".join(f"held.{column} = place.{column}" for column in table.key),
    )
    place = Struct([StructField(column, TYPES[table.types[column].name]) for column in table.key])
    params, types = {"generation": generation, "places": list(keys)}, {"generation": INT64, "places": Array(place)}
    found = (dict(zip(table.columns, row, strict=True)) for row in transaction.execute_sql(sql, params, types))
    return {table.key_of(row): row for row in found}
