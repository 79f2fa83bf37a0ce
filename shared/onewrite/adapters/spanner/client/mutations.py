"""Mutations for a commit or a transaction; one without rows is left out, as Spanner would refuse it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from google.cloud.spanner_v1 import KeyRange, KeySet, Mutation

from onewrite.adapters.spanner.client.keys import Keys
from onewrite.adapters.spanner.client.values import fill

Values = Sequence[Sequence[Any]]


@dataclass
class Mutations:
    """The changes of one commit, as Google's messages.

    They are filled in place, as Google's own objects around each part of them take half as long again.
    """

    messages: list[Any] = field(default_factory=list)

    @classmethod
    def of(cls, transaction: Any) -> "Mutations":
        """Return those that a transaction of Google's client will commit."""
        return cls(transaction._mutations)  # noqa: SLF001

    def insert(self, table: str, columns: Sequence[str], values: Values) -> None:
        self._write("insert", table, columns, values)

    def update(self, table: str, columns: Sequence[str], values: Values) -> None:
        self._write("update", table, columns, values)

    def upsert(self, table: str, columns: Sequence[str], values: Values) -> None:
        self._write("insert_or_update", table, columns, values)

    def delete(self, table: str, keys: Values) -> None:
        if keys:
            self._delete(table, Keys(keys))

    def delete_under(self, table: str, prefixes: Values) -> None:
        """Delete every row whose key starts with one of these prefixes."""
        self._delete(table, KeySet(ranges=[KeyRange(start_closed=prefix, end_closed=prefix) for prefix in prefixes]))

    def _write(self, kind: str, table: str, columns: Sequence[str], values: Values) -> None:
        if not values:
            return
        message = Mutation.pb()()
        write = getattr(message, kind)
        write.table = table
        write.columns.extend(columns)
        for row in values:
            fill(write.values.add().values, row)
        self.messages.append(Mutation.wrap(message))

    def _delete(self, table: str, keys: KeySet | Keys) -> None:
        self.messages.append(Mutation(delete=Mutation.Delete(table=table, key_set=keys._to_pb())))  # noqa: SLF001


@dataclass
class Batch(Mutations):
    """Mutations that are a commit of their own, and its time once it is done."""

    committed_at: datetime = field(init=False)
