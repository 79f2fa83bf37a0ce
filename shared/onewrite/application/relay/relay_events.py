"""The eager relay: publish events, wait for the bus, delete exactly the outbox rows of those it acknowledged."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from onewrite.application.ports.outbox import Outbox, Pointer
from onewrite.application.ports.topic import Topic
from onewrite.domain.events import RecordedEvent

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class RelayEvents:
    """Runs right after a commit, as best effort: after a fault, which is logged, the sweep publishes the rows.

    The sender of the command waits meanwhile, so the bus is given `within` seconds and no more.
    """

    outbox: Outbox
    topic: Topic
    within: float

    def __call__(self, events: Sequence[RecordedEvent]) -> None:
        try:
            published = self.topic.publish(events, within=self.within)
            if published.acknowledged:
                self.outbox.clear([Pointer.to(event) for event in published.acknowledged])
        except Exception as fault:  # noqa: BLE001 - the commit stands, so the command has succeeded
            kind = type(fault).__name__
            log.warning("The outbox keeps what was not cleared: %s", kind, extra={"action": "relay_postponed"})
            return
        if published.refused:
            log.warning(
                "The outbox keeps %d events that the bus refused: %s",
                published.refused,
                published.cause,
                extra={"action": "relay_postponed"},
            )
