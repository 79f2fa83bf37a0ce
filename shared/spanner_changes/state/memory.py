"""The state of a group in memory: for one process, for tests, and to try things out."""

import threading
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

from spanner_changes.errors import LeaseLost
from spanner_changes.partitions.partition import ERROR_LENGTH, Failure, Lease, Partition
from spanner_changes.records.partitions import Child
from spanner_changes.state.port import GroupView
from spanner_changes.streams.port import ROOT


class MemoryGroupState:
    def __init__(self, clock: Callable[[], datetime] | None = None) -> None:
        self._clock = clock or partial(datetime.now, UTC)
        self._lock = threading.RLock()
        self._partitions: dict[str, Partition] = {}
        self._alive_until: dict[str, datetime] = {}

    def begin(self, at: datetime | None = None) -> None:
        with self._lock:
            if not self._partitions:
                self._add(Partition.starting(ROOT, (), at or self._clock()))

    def start_over(self, at: datetime, lease: Lease | None = None) -> None:
        with self._lock:
            if lease:
                self._held(lease)
            fence = max((partition.fence for partition in self._partitions.values()), default=0)
            self._partitions.clear()
            self._add(Partition.starting(ROOT, (), at, fence + 1))

    def beat(self, member: str, lease: timedelta) -> None:
        with self._lock:
            self._alive_until[member] = self._clock() + lease

    def leave(self, member: str) -> None:
        with self._lock:
            self._alive_until.pop(member, None)
            for partition in [one for one in self._partitions.values() if one.holder == member]:
                self._add(replace(partition, holder=None))

    def look(self) -> GroupView:
        with self._lock:
            return GroupView(self._clock(), tuple(sorted(self._alive())), tuple(self._partitions.values()))

    def claim(self, member: str, tokens: Collection[str]) -> Sequence[Partition]:
        with self._lock:
            others = self._alive() - {member}
            wanted = (self._partitions[token] for token in tokens if token in self._partitions)
            free = [one for one in wanted if one.ended_at is None and one.holder not in others]
            claimed = [replace(partition, holder=member, fence=partition.fence + 1) for partition in free]
            for partition in claimed:
                self._add(partition)
            return claimed

    def hand_over(self, lease: Lease, watermark: datetime) -> None:
        with self._lock:
            self._add(replace(self._held(lease).moved(watermark), holder=None))

    def advance(self, lease: Lease, watermark: datetime, *, waits_at: datetime | None = None) -> None:
        with self._lock:
            self._add(replace(self._held(lease).moved(watermark), waits_at=waits_at))

    def fail(self, lease: Lease, watermark: datetime, *, at: datetime, error: str, retry_after: timedelta) -> None:
        with self._lock:
            held = self._held(lease)
            attempts = held.failure.attempts if held.failure and held.failure.timestamp == at else 0
            failure = Failure(at, error[:ERROR_LENGTH], attempts + 1, self._clock() + retry_after)
            self._add(replace(held, watermark=watermark, failure=failure))

    def discover(self, lease: Lease, children: Iterable[Child], starting_at: datetime) -> None:
        with self._lock:
            held = self._held(lease)
            for child in children:
                if child.token not in self._partitions:
                    self._add(Partition.starting(child.token, child.parents, starting_at, held.fence))

    def end(self, lease: Lease, at: datetime, children: Iterable[Child] = ()) -> None:
        with self._lock:
            self.discover(lease, children, at)
            self._add(replace(self._held(lease), ended_at=at, holder=None, waits_at=None, failure=None))

    def forget(self, tokens: Collection[str]) -> None:
        with self._lock:
            for token in tokens:
                if token in self._partitions and self._partitions[token].ended_at is not None:
                    del self._partitions[token]

    def _add(self, partition: Partition) -> None:
        self._partitions[partition.token] = partition

    def _alive(self) -> set[str]:
        now = self._clock()
        return {member for member, until in self._alive_until.items() if until > now}

    def _held(self, lease: Lease) -> Partition:
        held = self._partitions.get(lease.token)
        if held is None or held.lease != lease:
            raise LeaseLost(lease.token)
        return held
