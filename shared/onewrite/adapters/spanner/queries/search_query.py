"""Full-text search on Spanner, in the search index of a table's text."""

from collections.abc import Sequence
from typing import Any

from google.api_core.exceptions import InvalidArgument
from google.cloud.spanner_v1.param_types import INT64, STRING

from onewrite.domain.reading import Found
from onewrite.domain.views import Table

# The names of tables and columns can't be query parameters; they come from the domain's code, never from a request.
SEARCH = """
    SELECT `{key}`, ARRAY_AGG(`{text}`), SUM(SCORE(`{text}_tokens`, @words)) AS score
    FROM `{table}` WHERE generation = @generation AND SEARCH(`{text}_tokens`, @words)
    GROUP BY `{key}` ORDER BY score DESC, `{key}` LIMIT @limit
"""
TYPES = {"generation": INT64, "words": STRING, "limit": INT64}


def search(snapshot: Any, generation: int, table: Table, words: str, limit: int) -> Sequence[Found]:
    """Return what is found. A text column needs a column `…_tokens`, and a search index on that."""
    sql = SEARCH.format(table=table.name, key=table.key[0], text=table.require_text())
    params = {"generation": generation, "words": words, "limit": limit}
    try:
        found = list(snapshot.execute_sql(sql, params=params, param_types=TYPES))
    except InvalidArgument:
        if words.isascii():
            raise
        # The emulator indexes ASCII words only, and raises an error for others instead of finding nothing.
        return []
    return [Found(key, tuple(sorted(texts)), score) for key, texts, score in found]
