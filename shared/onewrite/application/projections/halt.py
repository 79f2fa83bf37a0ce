"""Halt: while most streams of a projection fail alike, the code is wrong and not the streams, so nothing is applied."""

import logging
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from random import sample
from threading import Lock
from typing import Final

from onewrite.application.breaker import Breaker
from onewrite.domain.streams import StreamId
from onewrite.errors import ProjectionHalted

log = logging.getLogger(__name__)

#: Of so many streams that were tried last, more than half have to fail with the same error, and at least ALIKE.
RECENT: Final = 20
ALIKE: Final = 10
#: So many streams are tried at once to find out whether it can go on.
PROBED: Final = 3


class Halt:
    """Of one projection, in one process. An error is the same if it has the same class and the same place."""

    def __init__(self, projection: str, clock: Callable[[], float]) -> None:
        self._projection = projection
        self._breaker = Breaker(clock, opened=self._tell_halted, closed=self._tell_resumed)
        self._recent: dict[StreamId, str | None] = {}
        self._cause = ""
        self._lock = Lock()

    def enter(self) -> "Trial":
        """Begin to apply events. Raises ProjectionHalted."""
        attempt = self._breaker.enter()
        if attempt is None:
            raise ProjectionHalted(self._projection, self._cause)
        return Trial(self, attempt)

    def check(self, attempt: int, tried: Mapping[StreamId, str | None]) -> None:
        """Look at what became of these streams before it is written. Raises ProjectionHalted instead of that."""
        errors = {error for error in tried.values() if error}
        cause = min(errors, default=None) if attempt else self._most_common(errors, tried)
        if cause is None:
            return
        self._cause = cause
        self._breaker.failed(attempt, cause)
        if attempt:
            log.warning("%s is still halted: %s", self._projection, cause, extra=self._extra("projection_halted", 1))
        raise ProjectionHalted(self._projection, cause)

    def note(self, attempt: int, tried: Mapping[StreamId, str | None]) -> None:
        """Remember what became of these streams, now that it is written."""
        with self._lock:
            self._recent = self._with(tried)
        if attempt and tried:
            self._breaker.succeeded(attempt)

    def _most_common(self, errors: Collection[str], tried: Mapping[StreamId, str | None]) -> str | None:
        """Return which of these errors most streams fail with, if one does."""
        with self._lock:
            seen = list(self._with(tried).values())
        enough = max(ALIKE, len(seen) // 2 + 1)
        return next((error for error in errors if seen.count(error) >= enough), None)

    def _with(self, tried: Mapping[StreamId, str | None]) -> dict[StreamId, str | None]:
        """Return the streams that were tried last, these among them."""
        before = [(stream, error) for stream, error in self._recent.items() if stream not in tried]
        kept = max(0, RECENT - len(tried))
        return {**dict(before[len(before) - min(kept, len(before)) :]), **tried}

    def _tell_halted(self, cause: str) -> None:
        log.error(
            "%s is halted, as most streams fail with the same error: %s",
            self._projection,
            cause,
            extra=self._extra("projection_halted", 1),
        )

    def _tell_resumed(self, seconds: float, skipped: int) -> None:
        log.warning(
            "%s goes on after %d seconds; %d transactions were held back",
            self._projection,
            seconds,
            skipped,
            extra=self._extra("projection_resumed", 0),
        )

    def _extra(self, action: str, is_open: int) -> dict[str, object]:
        return {"action": action, "projection": self._projection, "breaker": {"open": is_open}}


@dataclass(frozen=True)
class Trial:
    """What a step may do: all of it as long as nothing is halted (`attempt` 0), else to probe with a few streams."""

    halt: Halt
    attempt: int

    def choose(self, streams: Collection[StreamId]) -> Collection[StreamId]:
        """Return the streams to try now: by chance, so that none that fail for ever keep others from being tried."""
        return sample(list(streams), PROBED) if self.attempt and len(streams) > PROBED else streams

    def check(self, tried: Mapping[StreamId, str | None]) -> None:
        self.halt.check(self.attempt, tried)

    def note(self, tried: Mapping[StreamId, str | None]) -> None:
        self.halt.note(self.attempt, tried)


class Halts:
    """Those of all projections, in one process."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._halts: dict[str, Halt] = {}
        self._lock = Lock()

    def enter(self, projection: str) -> Trial:
        with self._lock:
            halt = self._halts.setdefault(projection, Halt(projection, self._clock))
        return halt.enter()
