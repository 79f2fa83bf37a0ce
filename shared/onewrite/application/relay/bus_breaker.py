"""The breaker of the eager relay: after a failure the commands leave the bus alone, but for one that tries again."""

import logging
from collections.abc import Callable

from onewrite.application.breaker import Breaker

log = logging.getLogger(__name__)


def bus_breaker(clock: Callable[[], float]) -> Breaker:
    """Return one that logs once when it opens, and once when it closes."""
    return Breaker(clock, opened=_tell_paused, closed=_tell_resumed)


def _tell_paused(cause: str) -> None:
    log.warning(
        "Commands leave publishing to the scheduled relay until the bus takes events again: %s",
        cause,
        extra={"action": "relay_paused", "breaker": {"open": 1}},
    )


def _tell_resumed(seconds: float, skipped: int) -> None:
    log.warning(
        "The bus takes events again; %d commands left theirs to the scheduled relay",
        skipped,
        extra={
            "action": "relay_resumed",
            "breaker": {"open": 0},
            "pause": {"seconds": seconds, "commands": skipped},
        },
    )
