"""The eager relay: publish events, wait for the bus, delete exactly the outbox rows of those it acknowledged."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from opentelemetry.trace import SpanKind

from onewrite.application import tracing
from onewrite.application.breaker import Breaker
from onewrite.application.ports.outbox import Pointer
from onewrite.application.ports.topic import Published, Topic
from onewrite.application.relay.publish_events import publish_events
from onewrite.domain.events import RecordedEvent

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class RelayEvents:
    """Runs right after a commit, as best effort: what it leaves in the outbox is published by the sweep.

    The sender of the command waits meanwhile, so the bus is given `within` seconds and no more; and while it does not
    take events in that time, the breaker lets commands pass it by.
    """

    topic: Topic
    clear: Callable[[Sequence[Pointer]], None]
    breaker: Breaker
    within: float

    def __call__(self, events: Sequence[RecordedEvent]) -> None:
        attempt = self.breaker.enter()
        if attempt is None:
            return
        with tracing.span(tracing.PUBLISH, kind=SpanKind.PRODUCER, events=len(events)):
            published = self._publish(events)
            if published.cause:
                tracing.failed(published.cause)
        if published.cause:
            self.breaker.failed(attempt, published.cause)
        else:
            self.breaker.succeeded(attempt)
        if published.acknowledged:
            self._clear([Pointer.to(event) for event in published.acknowledged])

    def _publish(self, events: Sequence[RecordedEvent]) -> Published:
        try:
            return publish_events(self.topic, events, within=self.within)
        except Exception as fault:  # noqa: BLE001 - the commit stands, so the command has succeeded
            return Published((), len(events), type(fault).__name__)

    def _clear(self, pointers: Sequence[Pointer]) -> None:
        try:
            self.clear(pointers)
        except Exception as fault:  # noqa: BLE001 - the same
            kind = type(fault).__name__
            log.warning("The outbox keeps what was not cleared: %s", kind, extra={"action": "relay_postponed"})
