"""Mutations for a batch or a transaction; one without rows is left out, as Spanner would refuse it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from google.cloud.spanner_v1 import KeyRange, KeySet

Values = Sequence[Sequence[Any]]


@dataclass(frozen=True)
class Mutations:
    """The changes of one commit. `target` is Google's batch or transaction."""

    target: Any

    def insert(self, table: str, columns: Sequence[str], values: Values) -> None:
        if values:
            self.target.insert(table, columns, values)

    def update(self, table: str, columns: Sequence[str], values: Values) -> None:
        if values:
            self.target.update(table, columns, values)

    def upsert(self, table: str, columns: Sequence[str], values: Values) -> None:
        if values:
            self.target.insert_or_update(table, columns, values)

    def delete(self, table: str, keys: Values) -> None:
        if keys:
            self.target.delete(table, KeySet(keys=keys))

    def delete_under(self, table: str, prefixes: Values) -> None:
        """Delete every row whose key starts with one of these prefixes."""
        ranges = [KeyRange(start_closed=prefix, end_closed=prefix) for prefix in prefixes]
        self.target.delete(table, KeySet(ranges=ranges))
