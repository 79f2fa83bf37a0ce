"""Follows one partition for one window: reads, handles, moves the watermark, and meets the end of the partition."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum
from functools import partial
from time import monotonic
from typing import assert_never

from spanner_changes.groups.ahead import Ahead
from spanner_changes.groups.handling import Handle, handle_in_order
from spanner_changes.groups.pace import Pace
from spanner_changes.partitions.lifecycle import by_token, has_reached
from spanner_changes.partitions.partition import TICK, Failure, Partition
from spanner_changes.records.changes import DataChange
from spanner_changes.records.partitions import (
    Child,
    ChildPartitions,
    Heartbeat,
    PartitionEnded,
    PartitionMoved,
    PartitionsStarted,
    Record,
)
from spanner_changes.state.port import GroupState
from spanner_changes.streams.port import ROOT, ChangeStream

log = logging.getLogger(__name__)


class Outcome(Enum):
    """How a window ended."""

    CAUGHT_UP = "caught up"  # at the end of the window, and there were no changes in it
    PROGRESSED = "progressed"
    STOPPED = "stopped"
    FAILED = "failed"
    WAITS = "waits"  # for the source of keys that moved in
    ENDED = "ended"


@dataclass
class Window:
    """One partition, up to `until`. `partition` is as far as it was followed, which may be further than was saved."""

    stream: ChangeStream
    state: GroupState
    handle: Handle
    describe: Callable[[Exception], str]
    pace: Pace
    partition: Partition
    until: datetime
    stopped: Callable[[], bool]
    saved_at: float
    _pending: list[DataChange] = field(default_factory=list)
    _children: list[Child] = field(default_factory=list)
    _ends_at: datetime | None = None
    _had_changes: bool = False

    def follow(self) -> Outcome:
        """Return how it ended. Raises LeaseLost, HistoryLost, and what the stream raises."""
        one, heartbeat = self.partition, self.pace.heartbeat
        read = partial(self.stream.read, one.token, one.next_start, self.until, heartbeat)
        for batch in Ahead(read, self.pace.batch, self.stopped):
            outcome = self._take(batch)
            if outcome is not None:
                return outcome
            self._save_now_and_then()
        if self.stopped():
            return Outcome.STOPPED  # handing the partition over saves how far it was followed
        return self._end() if self._ends_at else self._reach_the_end_of_the_window()

    def save(self) -> None:
        """Move the saved watermark to where the partition was followed."""
        self.state.advance(self.partition.lease, self.partition.watermark)
        self.saved_at = monotonic()

    def fail(self, at: datetime, error: str) -> Outcome:
        """Keep the failure; the watermark stays before it."""
        before = self.partition.failure
        attempts = 1 + (before.attempts if before and before.timestamp == at else 0)
        pause = self.pace.retry_after(attempts)
        self.state.fail(self.partition.lease, self.partition.watermark, at=at, error=error, retry_after=pause)
        self.partition = replace(self.partition, failure=Failure(at, error, attempts, at + pause))
        log.warning("A partition stays before %s: %s", at.isoformat(), error, extra={"action": "partition_failed"})
        return Outcome.FAILED

    def _take(self, batch: Sequence[Record]) -> Outcome | None:
        """Take up the records in their order; return an outcome if the window is over."""
        for record in batch:
            if isinstance(record, DataChange):
                self._pending.append(record)
            elif (outcome := self._handle_pending() or self._meet(record)) is not None:
                return outcome
        return self._handle_pending()

    def _handle_pending(self) -> Outcome | None:
        changes, self._pending = self._pending, []
        if not changes:
            return None
        self._had_changes = True
        refusal = handle_in_order(changes, self.handle)
        if refusal is None:
            # More changes with the last one's time may follow.
            self._done_before(changes[-1].timestamp)
            return None
        self._done_before(refusal.at)
        return self.fail(refusal.at, self.describe(refusal.error))

    def _meet(self, record: Record) -> Outcome | None:
        """Take up a record that is not a change; all changes before it have been handled."""
        match record:
            case Heartbeat():
                self._done(record.timestamp)
            case ChildPartitions():
                self._children.extend(record.children)
                self._ends_at = record.timestamp
            case PartitionsStarted():
                started = [Child(token, ()) for token in record.tokens]
                self.state.discover(self.partition.lease, started, record.timestamp)
                if self.partition.token == ROOT:
                    self._ends_at = record.timestamp
            case PartitionEnded():
                self._ends_at = record.timestamp
            case PartitionMoved():
                return self._wait_for(record)
            case DataChange():
                raise TypeError("changes are handled in batches")
            case _:
                assert_never(record)
        return None

    def _wait_for(self, moved: PartitionMoved) -> Outcome | None:
        """Go on if all that the sources had up to this time has been handled; else stop here."""
        self._done_before(moved.timestamp)
        if not moved.sources:
            return None
        known = by_token(self.state.look().partitions)
        if all(has_reached(known.get(source), moved.timestamp) for source in moved.sources):
            return None
        self.state.advance(self.partition.lease, self.partition.watermark, waits_at=moved.timestamp)
        return Outcome.WAITS

    def _end(self) -> Outcome:
        assert self._ends_at is not None
        self.state.end(self.partition.lease, self._ends_at, self._children)
        return Outcome.ENDED

    def _reach_the_end_of_the_window(self) -> Outcome:
        self._done(self.until)
        self._save_now_and_then()
        return Outcome.PROGRESSED if self._had_changes else Outcome.CAUGHT_UP

    def _save_now_and_then(self) -> None:
        pace = self.pace.save_every if self._had_changes else self.pace.save_idle_every
        if monotonic() - self.saved_at >= pace.total_seconds():
            self.save()

    def _done_before(self, time: datetime) -> None:
        self._done(time - TICK)

    def _done(self, time: datetime) -> None:
        self.partition = self.partition.moved(max(self.partition.watermark, time))
