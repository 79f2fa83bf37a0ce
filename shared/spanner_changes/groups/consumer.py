"""One instance of a group at work: beats, gives out turns to threads, takes back their results, hands over."""

import logging
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from threading import Event
from time import monotonic
from typing import Final

from spanner_changes.errors import LeaseLost
from spanner_changes.groups.follow import Outcome, Window
from spanner_changes.groups.handling import Handle
from spanner_changes.groups.holding import Held, Holding
from spanner_changes.groups.pace import Pace
from spanner_changes.groups.rebalance import Rebalance
from spanner_changes.groups.turn import Heal, Result, Turn, take_turn
from spanner_changes.state.port import GroupState
from spanner_changes.streams.port import ChangeStream

log = logging.getLogger(__name__)
#: The longest pause of the loop.
TICK_SECONDS: Final = 0.05


@dataclass
class Consumer:
    """See ConsumerGroup for what the parts are."""

    stream: ChangeStream
    state: GroupState
    handle: Handle
    pace: Pace
    member: str
    describe: Callable[[Exception], str]
    heal: Heal | None
    _holding: Holding = field(default_factory=Holding)
    _next_beat: float = 0.0
    #: The store's time at some moment of this machine's clock, and until when the leases count for sure.
    _read_at: tuple[datetime, float] | None = None
    _leases_end: float = float("-inf")

    def work(self, stop: Event) -> None:
        """Take part until `stop` is set; then finish what is at work and hand everything over."""
        with ThreadPoolExecutor(self.pace.threads, thread_name_prefix="partition") as pool:
            try:
                while not stop.is_set():
                    self._beat()
                    self._give_out(pool)
                    self._pause(stop)
                    self._take_back()
            finally:
                self._hand_everything_over()

    def _beat(self) -> None:
        began = monotonic()
        if began < self._next_beat:
            return
        self._next_beat = began + self.pace.beat.total_seconds()
        try:
            now = Rebalance(self.state, self.member, self.pace).beat(self._holding)
        except Exception as fault:  # noqa: BLE001 - the next beat may succeed, and no lease is trusted until it does
            log.warning("%s: no beat (%s)", self.member, type(fault).__name__, extra={"action": "beat_failed"})
        else:
            self._read_at = now, monotonic()
            self._leases_end = began + self.pace.lease.total_seconds()

    def _must_stop(self, held: Held) -> bool:
        """Tell it without the store: an instance that was frozen, or can't reach it, goes no further by itself."""
        return held.released.is_set() or monotonic() >= self._leases_end

    def _now(self) -> datetime:
        """Return a time that is not after the store's, and hardly before it."""
        assert self._read_at is not None, "no lease counts before the first beat"
        now, measured_at = self._read_at
        return now + timedelta(seconds=monotonic() - measured_at)

    def _give_out(self, pool: ThreadPoolExecutor) -> None:
        """Start the turns that are due, as many as there are threads."""
        for held in self._holding.due()[: self.pace.threads - len(self._holding.at_work())]:
            if self._must_stop(held):
                return
            now, pace, one = self._now(), self.pace, held.partition
            until = now + pace.window if pace.waits else min(now, one.watermark + pace.window)
            if until < one.next_start:
                continue
            window = Window(
                stream=self.stream,
                state=self.state,
                handle=self.handle,
                describe=self.describe,
                pace=pace,
                partition=one,
                until=until,
                stopped=partial(self._must_stop, held),
                saved_at=held.saved_at,
            )
            held.turn = Turn(window, pool.submit(take_turn, window, now=self._now, heal=self.heal))

    def _pause(self, stop: Event) -> None:
        if at_work := self._holding.at_work():
            wait(at_work, TICK_SECONDS, FIRST_COMPLETED)
        else:
            stop.wait(TICK_SECONDS)

    def _take_back(self) -> None:
        for held in self._holding.finished():
            try:
                self._note(held, held.take_back())
            except LeaseLost as lost:
                self._holding.drop(held.partition.token)
                self._note_loss(lost)
            except Exception as fault:  # noqa: BLE001 - a fault of the stream or the store: the same turn comes again
                held.faults += 1
                held.due_at = monotonic() + self.pace.retry_after(held.faults).total_seconds()
                log.warning("%s: no window (%s)", self.member, type(fault).__name__, extra={"action": "window_failed"})
        for held in self._holding.to_hand_over():
            self._hand_over(held)

    def _note(self, held: Held, result: Result) -> None:
        if result.outcome is Outcome.ENDED:
            self._holding.drop(held.partition.token)
            self._next_beat = 0.0  # there may be children to claim
            return
        held.faults = 0
        held.due_at = monotonic() + result.due_in.total_seconds()

    def _hand_over(self, held: Held) -> None:
        self._holding.drop(held.partition.token)
        try:
            self.state.hand_over(held.partition.lease, held.partition.watermark)
        except LeaseLost as lost:
            self._note_loss(lost)
        except Exception as fault:  # noqa: BLE001 - the next beat claims it again, and then it can be tried again
            log.warning(
                "%s: not handed over (%s)", self.member, type(fault).__name__, extra={"action": "hand_over_failed"}
            )

    def _note_loss(self, lost: LeaseLost) -> None:
        log.info("%s: %s", self.member, lost, extra={"action": "lease_lost"})

    def _hand_everything_over(self) -> None:
        """Stop all turns, and free what is held here at once rather than when the leases run out."""
        self._holding.release(self._holding.kept)
        wait(self._holding.at_work())
        self._take_back()
        try:
            self.state.leave(self.member)
        except Exception as fault:  # noqa: BLE001 - what is still held is free when the leases have run out
            log.warning("%s: could not leave (%s)", self.member, type(fault).__name__, extra={"action": "leave_failed"})
