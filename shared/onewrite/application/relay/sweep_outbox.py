"""The scheduled relay: publish the rows that are left in the outbox, shard by shard in commit order, under a lease."""

import logging
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import groupby
from operator import attrgetter
from random import randrange

from onewrite.application.batches import batches
from onewrite.application.ports.outbox import SHARDS, Lease, Outbox, Pointer, ShardMarks
from onewrite.application.relay.publish_rows import PublishRows
from onewrite.errors import LeaseLost

log = logging.getLogger(__name__)

BEFORE_ALL_COMMITS = datetime.min.replace(tzinfo=UTC)
#: How far an empty shard's watermark stays behind the time; more than the clocks of Spanner's servers can differ.
CLOCK_MARGIN = timedelta(minutes=1)
#: It moves with every sweep that a schedule calls by the minute; sweeps that come faster need not write it each time.
WATERMARK_STEP = timedelta(seconds=30)
MOST_COUNTED = 1000


@dataclass(frozen=True)
class Swept:
    """How many rows a sweep published, how many the bus refused, and how many are under another instance's lease.

    `oldest_seconds` is the age of the oldest row that is left; 0 if none is. `unpublishable` is how many rows are set
    aside by now, by whichever sweep; no more than MOST_COUNTED are counted.
    """

    published: int = 0
    refused: int = 0
    leased_elsewhere: int = 0
    out_of_time: bool = False
    oldest_seconds: float = 0
    unpublishable: int = 0

    def __add__(self, other: "Swept") -> "Swept":
        return Swept(
            self.published + other.published,
            self.refused + other.refused,
            self.leased_elsewhere + other.leased_elsewhere,
            self.out_of_time or other.out_of_time,
        )


@dataclass(frozen=True)
class SweepOutbox:
    """Leaves rows younger than `grace` to the eager relay. Times are the store's; `clock` only measures durations."""

    outbox: Outbox
    publish: PublishRows
    new_holder: Callable[[], str]
    clock: Callable[[], float]
    grace: timedelta
    lease_for: timedelta
    seconds: float
    batch: int
    batch_bytes: int

    def __call__(self, committed_by: datetime | None = None) -> Swept:
        """Sweep all shards; with `committed_by`, leave what is committed later, so that an end is in sight."""
        swept, oldest = self._sweep_all(committed_by), self.outbox.oldest()
        swept = replace(swept, unpublishable=len(self.publish.unpublishable.read(limit=MOST_COUNTED)))
        if oldest is None:
            return swept
        return replace(swept, oldest_seconds=(self.outbox.read_marks().now - oldest).total_seconds())

    def _sweep_all(self, committed_by: datetime | None) -> Swept:
        holder, deadline = self.new_holder(), self.clock() + self.seconds
        # Each sweep starts at a random shard, so that a long shard can't delay the shards after it for ever.
        first = randrange(SHARDS)  # noqa: S311 - fairness, not secrecy
        total = Swept()
        for shards in (set(range(first, SHARDS)), set(range(first))):
            while shards:
                if self.clock() >= deadline:
                    return total + Swept(out_of_time=True)
                marks = self.outbox.read_marks()
                before = min(marks.now - self.grace, committed_by or marks.now)
                pointers = self._read_batch(shards, marks, before)
                if not pointers:
                    self._pass_over_empty(shards, marks, before, holder)
                    break
                swept, cleared = self._sweep(pointers, holder)
                total += swept
                # A shard with rows that could not be published is left out, so that it does not delay the others.
                shards -= {pointer.shard for pointer in set(pointers) - set(cleared)}
        return total

    def _read_batch(self, shards: Collection[int], marks: ShardMarks, before: datetime) -> Sequence[Pointer]:
        """Return the first rows whose events fit in memory together."""
        found = self.outbox.read(shards, marks, before=before, limit=self.batch)
        return next(batches(found, attrgetter("size"), rows=self.batch, size=self.batch_bytes), ())

    def _sweep(self, pointers: Sequence[Pointer], holder: str) -> tuple[Swept, Sequence[Pointer]]:
        """Publish one batch; return the counts, and the rows that were deleted."""
        leases = self.outbox.acquire({pointer.shard for pointer in pointers}, holder, self.lease_for)
        if not leases:
            return Swept(leased_elsewhere=len(pointers)), ()
        shards = {lease.shard for lease in leases}
        leased = [pointer for pointer in pointers if pointer.shard in shards]
        with self._given_back_after_a_fault(leases):
            result = self.publish(leased)
            gone = [*result.acknowledged, *result.set_aside]
            self._complete(leases, result.acknowledged, _marks_after(leased, gone))
        if result.refused:
            log.error(
                "The bus refused %d events, they stay in the outbox: %s",
                result.refused,
                result.cause,
                extra={"action": "relay_failed"},
            )
        return Swept(len(result.acknowledged), result.refused, len(pointers) - len(leased)), gone

    def _complete(self, leases: Collection[Lease], cleared: Sequence[Pointer], marks: Mapping[int, datetime]) -> None:
        try:
            self.outbox.complete(leases, cleared, marks)
        except LeaseLost as lost:
            # Rows that the bus has acknowledged may go without a lease; the new holder moves the watermarks. What was
            # leased with it has expired as well.
            log.warning("The watermarks stay: %s", lost, extra={"action": "relay_lease_lost"})
            self.outbox.clear(cleared)

    @contextmanager
    def _given_back_after_a_fault(self, leases: Collection[Lease]) -> Iterator[None]:
        try:
            yield
        except BaseException:
            self.outbox.release(leases)
            raise

    def _pass_over_empty(self, shards: Collection[int], marks: ShardMarks, before: datetime, holder: str) -> None:
        """Move the watermarks forward, past the rows that the eager relay has deleted.

        This is safe: no row was found up to `before`, and none can be committed with a time CLOCK_MARGIN ago any more.
        """
        mark = before - CLOCK_MARGIN
        stale = {shard for shard in shards if marks.watermarks.get(shard, BEFORE_ALL_COMMITS) < mark - WATERMARK_STEP}
        if stale:
            leases = self.outbox.acquire(stale, holder, self.lease_for)
            if not leases:
                return
            with self._given_back_after_a_fault(leases):
                self.outbox.complete(leases, (), {lease.shard: mark for lease in leases})


def _marks_after(pointers: Sequence[Pointer], cleared: Sequence[Pointer]) -> dict[int, datetime]:
    """Return the watermark of each shard: the time of its first row that was not acknowledged, else of its last row."""
    gone, marks = set(cleared), {}
    for shard, rows in groupby(pointers, key=lambda pointer: pointer.shard):
        for row in rows:
            marks[shard] = row.committed_at
            if row not in gone:
                break
    return marks
