"""The state of a group in two tables of Spanner (see schema.sql), which may be in another database than the stream.

A lease is the name of its holder and a fence in the partition's row; both are compared in the transaction that changes
that row. It counts as long as its holder was seen lately. All times are Spanner's.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final, TypeAlias, TypeVar

from google.cloud.spanner_v1 import COMMIT_TIMESTAMP, KeyRange, KeySet, param_types

from spanner_changes.errors import LeaseLost
from spanner_changes.partitions.partition import ERROR_LENGTH, Lease, Partition
from spanner_changes.records.partitions import Child
from spanner_changes.state.port import GroupView
from spanner_changes.state.rows import COLUMNS, NO_FAILURE, partition_of, plain, row_of
from spanner_changes.streams.port import ROOT

MEMBERS: Final = "change_members"
PARTITIONS: Final = "change_partitions"
ALIVE: Final = "TIMESTAMP_ADD(m.seen_at, INTERVAL m.lease_ms MILLISECOND) > CURRENT_TIMESTAMP()"
NOW_AND_MEMBERS: Final = f"""
SELECT CURRENT_TIMESTAMP(),
       ARRAY(SELECT m.member FROM {MEMBERS} m WHERE m.consumer = @consumer AND {ALIVE} ORDER BY m.member)
"""  # noqa: S608 - constants
FREE: Final = f"""
SELECT {", ".join(f"p.{column}" for column in COLUMNS)} FROM {PARTITIONS} p
WHERE p.consumer = @consumer AND p.partition_token IN UNNEST(@tokens) AND p.ended_at IS NULL
  AND NOT EXISTS (
    SELECT 1 FROM {MEMBERS} m
    WHERE m.consumer = @consumer AND m.member = p.holder AND m.member != @member AND {ALIVE}
  )
"""  # noqa: S608 - constants
TYPES: Final = {
    "consumer": param_types.STRING,
    "member": param_types.STRING,
    "tokens": param_types.Array(param_types.STRING),
}
#: Objects of Google's client, which has no types.
Transaction: TypeAlias = Any
Result = TypeVar("Result")


class SpannerGroupState:
    """The group `consumer` in `database`, a Database of google-cloud-spanner.

    `retry_delay`: the seconds before an aborted transaction comes again, where Spanner doesn't say. The emulator never
    does, and aborts whatever meets; without a delay of your own Google's client then pauses for seconds.
    """

    def __init__(self, database: Any, consumer: str, *, retry_delay: float | None = None) -> None:
        self._database = database
        self._consumer = consumer
        self._retry_delay = retry_delay
        self._every = KeySet(ranges=[KeyRange(start_closed=[consumer], end_closed=[consumer])])

    def begin(self, at: datetime | None = None) -> None:
        def work(transaction: Transaction) -> None:
            if not self._partitions(transaction):
                self._insert(transaction, Partition.starting(ROOT, (), at or _now(transaction)))

        if not self.look().partitions:
            self._transact(work)

    def start_over(self, at: datetime, lease: Lease | None = None) -> None:
        def work(transaction: Transaction) -> None:
            if lease:
                self._held(transaction, lease)
            fence = max((one.fence for one in self._partitions(transaction)), default=0)
            transaction.delete(PARTITIONS, self._every)
            self._insert(transaction, Partition.starting(ROOT, (), at, fence + 1))

        self._transact(work)

    def beat(self, member: str, lease: timedelta) -> None:
        row = (self._consumer, member, COMMIT_TIMESTAMP, lease // timedelta(milliseconds=1))
        with self._database.batch(default_retry_delay=self._retry_delay) as batch:
            batch.insert_or_update(MEMBERS, ("consumer", "member", "seen_at", "lease_ms"), [row])

    def leave(self, member: str) -> None:
        def work(transaction: Transaction) -> None:
            for partition in self._partitions(transaction):
                if partition.holder == member:
                    self._update(transaction, partition.token, holder=None)
            transaction.delete(MEMBERS, KeySet(keys=[(self._consumer, member)]))

        self._transact(work)

    def look(self) -> GroupView:
        with self._database.snapshot(multi_use=True) as snapshot:
            consumer = {"consumer": self._consumer}
            ((now, members),) = snapshot.execute_sql(NOW_AND_MEMBERS, params=consumer, param_types=TYPES)
            return GroupView(plain(now), tuple(members), tuple(self._partitions(snapshot)))

    def claim(self, member: str, tokens: Collection[str]) -> Sequence[Partition]:
        def work(transaction: Transaction) -> list[Partition]:
            wanted = {"consumer": self._consumer, "member": member, "tokens": list(tokens)}
            free = [partition_of(row) for row in transaction.execute_sql(FREE, params=wanted, param_types=TYPES)]
            for partition in free:
                self._update(transaction, partition.token, holder=member, fence=partition.fence + 1)
            return [replace(partition, holder=member, fence=partition.fence + 1) for partition in free]

        return self._transact(work) if tokens else []

    def hand_over(self, lease: Lease, watermark: datetime) -> None:
        self._under(lease, lambda transaction, held: self._move(transaction, held, watermark, holder=None))

    def advance(self, lease: Lease, watermark: datetime, *, waits_at: datetime | None = None) -> None:
        self._under(lease, lambda transaction, held: self._move(transaction, held, watermark, waits_at=waits_at))

    def fail(self, lease: Lease, watermark: datetime, *, at: datetime, error: str, retry_after: timedelta) -> None:
        def work(transaction: Transaction, held: Partition) -> None:
            before = held.failure.attempts if held.failure and held.failure.timestamp == at else 0
            self._update(
                transaction,
                held.token,
                watermark=watermark,
                failed_at=at,
                error=error[:ERROR_LENGTH],
                attempts=before + 1,
                retry_at=_now(transaction) + retry_after,
            )

        self._under(lease, work)

    def discover(self, lease: Lease, children: Iterable[Child], starting_at: datetime) -> None:
        self._under(lease, lambda transaction, held: self._add(transaction, held, tuple(children), starting_at))

    def end(self, lease: Lease, at: datetime, children: Iterable[Child] = ()) -> None:
        def work(transaction: Transaction, held: Partition) -> None:
            self._add(transaction, held, tuple(children), at)
            self._update(transaction, held.token, ended_at=at, holder=None, waits_at=None, **NO_FAILURE)

        self._under(lease, work)

    def forget(self, tokens: Collection[str]) -> None:
        def work(transaction: Transaction) -> None:
            keys = KeySet(keys=[(self._consumer, token) for token in tokens])
            found = transaction.read(PARTITIONS, ["partition_token", "ended_at"], keys)
            ended = [(self._consumer, token) for token, ended_at in found if ended_at is not None]
            transaction.delete(PARTITIONS, KeySet(keys=ended))

        if tokens:
            self._transact(work)

    def _under(self, lease: Lease, change: Callable[[Transaction, Partition], None]) -> None:
        """Change the row of a partition in a transaction that has found the lease to be good. Raises LeaseLost."""
        self._transact(lambda transaction: change(transaction, self._held(transaction, lease)))

    def _transact(self, work: Callable[[Transaction], Result]) -> Result:
        try:
            result: Result = self._database.run_in_transaction(work, default_retry_delay=self._retry_delay)
        finally:
            # The client leaves this set when it gets no session, and then refuses all later transactions of the thread.
            self._database._local.transaction_running = False  # noqa: SLF001
        return result

    def _held(self, transaction: Transaction, lease: Lease) -> Partition:
        keys = KeySet(keys=[(self._consumer, lease.token)])
        for row in transaction.read(PARTITIONS, COLUMNS, keys):
            if (held := partition_of(row)).lease == lease:
                return held
        raise LeaseLost(lease.token)

    def _partitions(self, reader: Any) -> list[Partition]:
        return [partition_of(row) for row in reader.read(PARTITIONS, COLUMNS, self._every)]

    def _add(self, transaction: Transaction, parent: Partition, children: Sequence[Child], at: datetime) -> None:
        """Insert those that aren't there: of a merge each parent reports the child."""
        reported = {child.token: child for child in children}
        keys = KeySet(keys=[(self._consumer, token) for token in reported])
        known = {token for (token,) in transaction.read(PARTITIONS, ["partition_token"], keys)} if reported else set()
        for token in reported.keys() - known:
            self._insert(transaction, Partition.starting(token, reported[token].parents, at, parent.fence))

    def _move(self, transaction: Transaction, held: Partition, watermark: datetime, **changes: Any) -> None:
        is_over = held.failure is not None and held.moved(watermark).failure is None
        self._update(transaction, held.token, watermark=watermark, **changes, **(NO_FAILURE if is_over else {}))

    def _insert(self, transaction: Transaction, partition: Partition) -> None:
        self._write(transaction.insert, row_of(partition))

    def _update(self, transaction: Transaction, token: str, **changes: Any) -> None:
        self._write(transaction.update, {"partition_token": token, **changes})

    def _write(self, method: Callable[..., None], values: Mapping[str, Any]) -> None:
        row = {"consumer": self._consumer, **values}
        method(PARTITIONS, tuple(row), [tuple(row.values())])


def _now(transaction: Transaction) -> datetime:
    ((now,),) = transaction.execute_sql("SELECT CURRENT_TIMESTAMP()")
    return plain(now)
