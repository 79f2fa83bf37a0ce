"""Queries by the bare client: the same rows by the same indexes, which nothing validates or pages."""

from typing import Any

from google.cloud.spanner_v1 import KeyRange, KeySet, param_types
from google.cloud.spanner_v1.database import Database

POPULAR = """
    SELECT interest, accounts FROM popular_interests@{FORCE_INDEX=popular_interests_by_accounts_desc}
    WHERE generation = 1 AND accounts > 0 ORDER BY accounts DESC, interest LIMIT @limit
"""
SEARCH = """
    SELECT account_id, interest, SCORE(interest_tokens, @words) AS score FROM interests
    WHERE generation = 1 AND SEARCH(interest_tokens, @words) ORDER BY score DESC, account_id LIMIT 50
"""
PROFILE = ("account_id", "name", "address", "status", "created_at", "changed_at")


def bare_popular(database: Database, limit: int) -> list[Any]:
    with database.snapshot() as snapshot:
        return list(snapshot.execute_sql(POPULAR, {"limit": limit}, {"limit": param_types.INT64}))


def bare_search(database: Database, words: str) -> list[Any]:
    with database.snapshot() as snapshot:
        return list(snapshot.execute_sql(SEARCH, {"words": words}, {"words": param_types.STRING}))


def bare_page(database: Database, limit: int) -> list[Any]:
    with database.snapshot() as snapshot:
        keys = KeySet(ranges=[KeyRange(start_closed=[1], end_closed=[1])])
        return list(snapshot.read("profiles", PROFILE, keys, limit=limit))
