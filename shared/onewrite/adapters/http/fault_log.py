"""The log of what broke while a request was served: one line for each fault, a trace only for a new one."""

import logging
from traceback import format_tb
from typing import Final

from onewrite.errors import EventNotApplied, Misconfigured, OnewriteError, ProjectionHalted
from onewrite.errors.telling import whole, without_data

log = logging.getLogger(__name__)

#: What this process has logged already, without data.
_logged: Final[set[str]] = set()


def log_foreign(error: Exception, *, show_faults: bool) -> None:
    """Log an error that isn't ours; what it says may be data, and is logged with `show_faults` only."""
    place = without_data(error)
    extra = {"action": "request_failed"}
    if _is_new(place):
        extra["stack_trace"] = f"Traceback (most recent call last):\n{''.join(format_tb(error.__traceback__))}{place}"
    log.error("%s", whole(error) if show_faults else place, extra=extra)


def log_own(error: OnewriteError, level: int, reason: str) -> None:
    """Log an error of ours, if nobody else has: what is misconfigured stays so, and is logged once in a process."""
    match error:
        case EventNotApplied() | ProjectionHalted():
            return  # the failure policy, or what halts the projection, has logged why
        case Misconfigured() if not _is_new(error.message):
            return
    log.log(level, "%s", error.message, extra={"action": "request_refused", "reason": reason})


def _is_new(line: str) -> bool:
    is_new = line not in _logged
    _logged.add(line)
    return is_new
