"""One turn of a partition: follow it for one window, and say what came of it."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from spanner_changes.errors import HistoryLost
from spanner_changes.groups.follow import Outcome, Window
from spanner_changes.groups.pace import Pace
from spanner_changes.groups.partition import TICK, Partition

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Result:
    """The partition as far as it was followed, when it was saved, and when its next turn is due."""

    outcome: Outcome
    partition: Partition
    saved_at: float
    due_in: timedelta


def take_turn(window: Window, *, now: Callable[[], datetime], heal: Callable[[HistoryLost], None] | None) -> Result:
    """Raises LeaseLost, and what the stream raises.

    History that is lost is healed by `heal()`, after which the group starts over at a time before that; without one
    it is a failure of the partition, and stays so until the group is started over.
    """
    try:
        outcome = window.follow()
    except HistoryLost as lost:
        log.error("%s", lost, extra={"action": "history_lost"})  # noqa: TRY400 - there is nothing to see in the trace
        outcome = _fail(window, lost) if heal is None else _start_over(window, lost, now(), heal)
    return Result(outcome, window.partition, window.saved_at, _due_in(outcome, window.partition, window.pace))


def _start_over(window: Window, lost: HistoryLost, at: datetime, heal: Callable[[HistoryLost], None]) -> Outcome:
    heal(lost)
    window.state.start_over(at, window.partition.lease)
    return Outcome.ENDED


def _fail(window: Window, lost: HistoryLost) -> Outcome:
    return window.fail(window.partition.watermark + TICK, str(lost))


def _due_in(outcome: Outcome, partition: Partition, pace: Pace) -> timedelta:
    match outcome:
        case Outcome.FAILED:
            return pace.retry_after(partition.failure.attempts if partition.failure else 1)
        case Outcome.WAITS:
            return pace.poll
        case Outcome.CAUGHT_UP:
            return timedelta(0) if pace.waits else pace.poll
    return timedelta(0)
