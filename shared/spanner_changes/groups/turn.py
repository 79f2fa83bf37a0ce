"""One turn of a partition: follow it for one window, and say what came of it."""

import logging
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, TypeAlias

from spanner_changes.errors import HistoryLost, LeaseLost
from spanner_changes.groups.follow import Outcome, Window
from spanner_changes.partitions.lifecycle import by_token, may_start

log = logging.getLogger(__name__)
#: Brings up to date by other means what a group feeds. Returns since when the group is told all; None: since the call.
Heal: TypeAlias = Callable[[HistoryLost], datetime | None]
#: A group starts so long before it was healed: by more than the clocks of Spanner's servers can differ.
CLOCK_MARGIN: Final = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Result:
    """How the turn ended, and when the partition's next one is due."""

    outcome: Outcome
    due_in: timedelta


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn that a thread takes."""

    window: Window
    result: Future[Result]


def take_turn(window: Window, *, now: Callable[[], datetime], heal: Heal | None) -> Result:
    """Raises LeaseLost, and what the state raises.

    What the stream raises is a failure of the partition, as what `handle` raises is. History that is lost is healed by
    `heal()`, once for the group: in the partition that is furthest behind. Then the group starts over at a time before
    that. Until then it is a failure of each partition that lost it; without `heal` it stays one until somebody starts
    the group over.
    """
    try:
        outcome = window.follow()
    except LeaseLost:
        raise
    except HistoryLost as lost:
        log.error("%s", lost, extra={"action": "history_lost"})  # noqa: TRY400 - there is nothing to see in the trace
        outcome = _heal(window, lost, now(), heal) if heal and _is_furthest_behind(window) else _fail(window, str(lost))
    except Exception as fault:  # noqa: BLE001 - whatever Google's client may raise
        outcome = _fail(window, window.describe(fault))
    return Result(outcome, _due_in(outcome, window, now))


def _is_furthest_behind(window: Window) -> bool:
    partitions = window.state.look().partitions
    known = by_token(partitions)
    ready = [one for one in partitions if one.ended_at is None and may_start(one, known)]
    first = min(ready, key=lambda one: (one.watermark, one.token), default=None)
    return first is not None and first.token == window.partition.token


def _heal(window: Window, lost: HistoryLost, at: datetime, heal: Heal) -> Outcome:
    try:
        since = heal(lost) or at
    except Exception as error:  # noqa: BLE001 - it is tried again
        described = window.describe(error)
        failed = {"action": "heal_failed"}
        log.error("What was lost could not be healed: %s", described, extra=failed)  # noqa: TRY400 - it may quote a row
        return _fail(window, f"{lost}; that failed: {described}")
    window.state.start_over(min(since, at) - CLOCK_MARGIN, window.partition.lease)
    return Outcome.ENDED


def _fail(window: Window, error: str) -> Outcome:
    return window.fail(window.partition.next_start, error)


def _due_in(outcome: Outcome, window: Window, now: Callable[[], datetime]) -> timedelta:
    pace, failure = window.pace, window.partition.failure
    match outcome:
        case Outcome.FAILED:
            return pace.retry_after(failure.attempts if failure else 1)
        case Outcome.WAITS:
            return pace.poll
        case Outcome.CAUGHT_UP | Outcome.PROGRESSED if not pace.waits:
            return max(timedelta(0), window.until + pace.poll - now())
    return timedelta(0)
