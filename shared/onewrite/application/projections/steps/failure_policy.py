"""The failure policy: an event that can't be applied counts as an attempt, and its stream is parked in the end."""

import logging
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from onewrite.application.ports.views import Checkpoint, Failure
from onewrite.domain.events import RecordedEvent
from onewrite.errors.telling import Tell, without_data

log = logging.getLogger(__name__)

#: The size of the column `error`.
MAX_ERROR: Final = 1024


@dataclass(frozen=True)
class FailurePolicy:
    """Parks a stream after `attempts`, of which at most one is counted in each `interval` of the store's time.

    `tell` turns an error into the text that is stored and logged.
    """

    attempts: int
    interval: timedelta
    tell: Tell = without_data

    def with_failure(self, checkpoint: Checkpoint, event: RecordedEvent, error: Exception, now: datetime) -> Checkpoint:
        """Return the checkpoint with this failure; it is parked once the attempts are used up. `now` is the store's."""
        before = checkpoint.failure
        failure = Failure(
            version=event.version,
            event_id=event.event_id,
            event_type=event.event_type,
            error_class=type(error).__name__,
            error=self.tell(error)[:MAX_ERROR],
            attempts=1,
            first_failed_at=now,
            last_failed_at=now,
        )
        if before is not None and before.version == event.version:
            counts = now - before.last_failed_at >= self.interval
            failure = replace(
                failure,
                attempts=before.attempts + counts,
                first_failed_at=before.first_failed_at,
                last_failed_at=now if counts else before.last_failed_at,
            )
        return replace(
            checkpoint, failure=failure, parked_at=now if failure.attempts >= self.attempts else checkpoint.parked_at
        )

    def report(self, projection: str, generation: int, checkpoint: Checkpoint) -> None:
        """Log the failure: an error if the stream is parked, else a warning."""
        failure = checkpoint.failure
        if failure is None:
            return
        ids = {
            "projection": projection,
            "generation": generation,
            "stream_id": str(checkpoint.stream),
            "version": failure.version,
            "event_id": failure.event_id,
            "error_class": failure.error_class,
            "attempts": failure.attempts,
        }
        why = projection, checkpoint.stream, failure.version, failure.error
        if checkpoint.is_parked:
            log.error("%s is parked for %s at version %d: %s", *why, extra={"action": "stream_parked", **ids})
        else:
            log.warning("%s failed on %s at version %d: %s", *why, extra={"action": "event_failed", **ids})
