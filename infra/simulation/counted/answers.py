"""What the recording answers to statements that read more than rows by their keys: those of a sweep, in a calm hour."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from infra.simulation.counted.rows import NO_ROWS, NULL, Value

LEASE: Final = {"shard": "INT64", "holder": "STRING", "token": "INT64", "until": "TIMESTAMP", "now": "TIMESTAMP"}


def answer(sql: str, params: Mapping[str, Any], now: str) -> tuple[Mapping[str, str], Sequence[Value]]:
    """Return columns with their types, and the values of the rows. Raises NotImplementedError."""
    time = Value(string_value=now)
    if "FROM UNNEST(@shards) AS wanted" in sql:
        shards = params["shards"].list_value.values
        return LEASE, [value for shard in shards for value in (shard, NULL, Value(string_value="0"), NULL, time)]
    if "FROM relay_shards WHERE watermark IS NOT NULL" in sql:
        return {"now": "TIMESTAMP", "marks": "ARRAY<INT64"}, [time, NO_ROWS]
    if "SELECT MIN(first)" in sql:
        return {"oldest": "TIMESTAMP"}, [NULL]
    if sql == "SELECT CURRENT_TIMESTAMP()":
        return {"now": "TIMESTAMP"}, [time]
    raise NotImplementedError(f"teach infra/simulation/counted/answers.py what a store says to: {sql}")
