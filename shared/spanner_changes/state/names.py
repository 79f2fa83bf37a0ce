"""Which groups have begun."""

from typing import Any

from spanner_changes.state.spanner import PARTITIONS


def group_names(database: Any) -> tuple[str, ...]:
    """Return the names of the groups whose state is in `database`, in their order."""
    with database.snapshot() as snapshot:
        rows = snapshot.execute_sql(f"SELECT DISTINCT consumer FROM {PARTITIONS} ORDER BY consumer")  # noqa: S608
        return tuple(name for (name,) in rows)
