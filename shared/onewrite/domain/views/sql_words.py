"""Names that tables, columns and indexes can't have, as GoogleSQL has a meaning for them or no place."""

import re
from typing import Final

#: The reserved words of GoogleSQL.
RESERVED: Final = frozenset(
    """
    all and any array as asc assert_rows_modified at between by case cast collate contains create cross cube current
    default define desc distinct else end enum escape except exclude exists extract false fetch following for from full
    group grouping groups hash having if ignore in inner intersect interval into is join lateral left like limit lookup
    merge natural new no not null nulls of on or order outer over partition preceding proto range recursive respect
    right rollup rows select set some struct tablesample then to treat true unbounded union unnest using when where
    window with within
    """.split()  # noqa: SIM905 - a hundred words are read more easily as words
)
NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,127}")


def trouble_with(name: str) -> str | None:
    """Return why the name can't be used, or None."""
    if name.lower() in RESERVED:
        return f"{name} is a word of SQL: rename it"
    if not NAME.fullmatch(name):
        return f"{name} is no name in SQL: use at most 128 letters, digits and _"
    return None
