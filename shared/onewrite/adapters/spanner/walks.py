"""Walks over all streams, on Spanner."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from random import sample
from typing import Any, Final

from google.cloud.spanner_v1 import COMMIT_TIMESTAMP, KeySet
from google.cloud.spanner_v1 import JsonObject as SpannerJson
from google.cloud.spanner_v1.param_types import STRING

from onewrite.adapters.spanner import cuts
from onewrite.adapters.spanner.client.connection import Transaction
from onewrite.adapters.spanner.client.mutations import Mutations
from onewrite.adapters.spanner.client.on_spanner import OnSpanner
from onewrite.application.ports.walks import RangeLease, Walk, WalkRange, WalkReport
from onewrite.domain.canonical import canonical
from onewrite.domain.events import JsonObject
from onewrite.errors import LeaseLost

RANGE: Final = ("range_number", "after_stream", "upto_stream", "position", "is_done", "found")
PLACE: Final = ("walk", "number", "range_number")
WRITTEN: Final = ("walk", "number", *RANGE, "fencing_token", "updated_at")
SAVED: Final = ("walk", "number", *RANGE, "lease_expires_at", "updated_at")
TAKEN: Final = (*PLACE, "holder", "fencing_token", "lease_expires_at", "updated_at")
WALKS: Final = """
    SELECT w.walk, w.number, w.began_at, r.range_number, r.after_stream, r.upto_stream, r.position, r.is_done, r.found
    FROM walks AS w LEFT JOIN walk_ranges AS r ON r.walk = w.walk AND r.number = w.number
    WHERE {which} ORDER BY w.walk, r.range_number
"""
# Without locks: those who save their progress don't wait for those who look for something to do.
FREE: Final = """
    SELECT walk, number, range_number FROM walk_ranges
    WHERE walk = @walk AND NOT is_done AND (lease_expires_at IS NULL OR lease_expires_at <= CURRENT_TIMESTAMP())
"""


@dataclass(frozen=True)
class SpannerWalks(OnSpanner):
    """Walks on Spanner. Leases are compared with Spanner's clock only."""

    def cut(self, wanted: int) -> Sequence[str]:
        return cuts.cut(self.connection, wanted)

    def begin(self, name: str, ranges: Sequence[WalkRange], *, anew: bool = False) -> Walk:
        def insert(transaction: Transaction) -> None:
            known = _read(transaction, name)
            if known and known.ranges and not anew:
                return
            number, mutations = known.number + 1 if known else 1, Mutations.of(transaction)
            mutations.delete_under("walk_ranges", [[name]])
            mutations.upsert("walks", ("walk", "number", "began_at"), [[name, number, COMMIT_TIMESTAMP]])
            values = [[name, number, *_values(one), 0, COMMIT_TIMESTAMP] for one in ranges]
            mutations.insert("walk_ranges", WRITTEN, values)

        self.connection.transact(insert)
        walk = self.read(name)
        if walk is None:
            raise LeaseLost(f"The walk {name} was forgotten as soon as it began")
        return walk

    def read(self, name: str) -> Walk | None:
        with self.connection.snapshot() as snapshot:
            return _read(snapshot, name)

    def read_all(self) -> Mapping[str, Walk]:
        found = _walks_of(self.connection.query(WALKS.format(which="r.walk IS NOT NULL")))
        return {walk.name: walk for walk in found}

    def report(self, name: str) -> WalkReport | None:
        columns = ("reported_number", "ended_at", "report")
        for number, ended_at, report in self.connection.read("walks", columns, KeySet(keys=[[name]])):
            return None if number is None else WalkReport(number, ended_at, canonical(report))
        return None

    def acquire(self, name: str, holder: str, duration: timedelta) -> RangeLease | None:
        free = self.connection.query(FREE, {"walk": name}, {"walk": STRING})
        # In random order, so that workers who come at the same time seldom meet.
        for place in sample(free, len(free)):
            if lease := self._take(place, holder, duration):
                return lease
        return None

    def _take(self, place: list[Any], holder: str, duration: timedelta) -> RangeLease | None:
        def take(transaction: Transaction) -> RangeLease | None:
            columns = (*RANGE, "fencing_token", "lease_expires_at")
            found = transaction.read_to_change("walk_ranges", columns, KeySet(keys=[place]))
            now = _now(transaction)
            if not found or found[0][4] or (found[0][-1] and found[0][-1] > now):
                return None
            [[*progress, token, _]] = found
            lease = RangeLease(place[0], place[1], _range_of(progress), token + 1)
            values = [*place, holder, lease.fencing_token, now + duration, COMMIT_TIMESTAMP]
            Mutations.of(transaction).update("walk_ranges", TAKEN, [values])
            return lease

        return self.connection.transact(take)  # type: ignore[no-any-return]

    def save(self, lease: RangeLease, progress: WalkRange, duration: timedelta) -> None:
        place = [lease.walk, lease.number, progress.number]

        def check_and_save(transaction: Transaction) -> None:
            held = transaction.read_to_change("walk_ranges", ("fencing_token",), KeySet(keys=[place]))
            if held != [[lease.fencing_token]]:
                raise LeaseLost(f"Range {progress.number} of {lease.walk} went to another instance")
            values = [*place[:2], *_values(progress), _now(transaction) + duration, COMMIT_TIMESTAMP]
            Mutations.of(transaction).update("walk_ranges", SAVED, [values])

        self.connection.transact(check_and_save)

    def end(self, walk: Walk, report: JsonObject) -> bool:
        def check_and_end(transaction: Transaction) -> bool:
            known = _read(transaction, walk.name)
            if known is None or known.number != walk.number or not known.ranges:
                return False
            mutations = Mutations.of(transaction)
            mutations.delete_under("walk_ranges", [[walk.name]])
            values = [walk.name, walk.number, COMMIT_TIMESTAMP, SpannerJson(report)]
            mutations.update("walks", ("walk", "reported_number", "ended_at", "report"), [values])
            return True

        return self.connection.transact(check_and_end)  # type: ignore[no-any-return]

    def forget(self, names: Collection[str]) -> None:
        with self.connection.commit() as mutations:
            mutations.delete_under("walk_ranges", [[name] for name in names])
            mutations.delete("walks", [[name] for name in names])


def _read(source: Any, name: str) -> Walk | None:
    """Read from a transaction or a snapshot. One round trip."""
    rows = source.execute_sql(WALKS.format(which="w.walk = @walk"), params={"walk": name}, param_types={"walk": STRING})
    return next(_walks_of(rows), None)


def _walks_of(rows: Iterable[list[Any]]) -> Iterator[Walk]:
    for (name, number, began_at), ranges in groupby(rows, key=lambda row: tuple(row[:3])):
        yield Walk(name, number, began_at, [_range_of(row[3:]) for row in ranges if row[3] is not None])


def _range_of(row: Sequence[Any]) -> WalkRange:
    number, after, upto, position, is_done, found = row
    return WalkRange(number, after, upto, position, is_done, canonical(found))


def _values(one: WalkRange) -> list[Any]:
    return [one.number, one.after, one.upto, one.position, one.is_done, SpannerJson(one.found)]


def _now(transaction: Transaction) -> datetime:
    [[now]] = transaction.execute_sql("SELECT CURRENT_TIMESTAMP()")
    return now  # type: ignore[no-any-return]
