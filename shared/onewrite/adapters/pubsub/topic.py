"""Publishing to Pub/Sub, which acknowledges or refuses each request as a whole."""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from google.api_core.exceptions import GoogleAPICallError, InvalidArgument, RetryError

from onewrite.adapters.cloudevents import attributes_of, data_of
from onewrite.adapters.pubsub.publisher import Publisher
from onewrite.adapters.pubsub.requests import requests_of
from onewrite.application.ports.topic import Published
from onewrite.domain.events import RecordedEvent

#: Pub/Sub takes no larger message, attributes included.
MESSAGE_BYTES = 10_000_000
#: If so many requests are invalid and Pub/Sub took none, it is not the events' fault.
MANY = 40


class _Message(NamedTuple):
    event: RecordedEvent
    body: dict[str, Any]

    @property
    def size(self) -> int:
        texts = (text for pair in self.body["attributes"].items() for text in pair)
        return len(self.body["data"]) + sum(map(len, texts))


@dataclass
class _Outcome:
    acknowledged: list[RecordedEvent] = field(default_factory=list)
    unpublishable: list[tuple[RecordedEvent, str]] = field(default_factory=list)
    invalid_requests: int = 0

    @property
    def is_the_bus_at_fault(self) -> bool:
        return self.invalid_requests >= MANY and not self.acknowledged


@dataclass(frozen=True)
class PubSubTopic:
    """Topic on Pub/Sub; `path` is `projects/…/topics/…`."""

    publisher: Publisher
    path: str

    def publish(
        self, events: Sequence[RecordedEvent], *, replay: bool = False, within: float | None = None
    ) -> Published:
        outcome = _Outcome()
        try:
            for request in requests_of(self._messages(events, outcome, replay=replay), lambda message: message.size):
                self._send(request, outcome, within)
        except (GoogleAPICallError, RetryError) as fault:
            # The bus is down or refuses the request; the next requests would most likely fail too.
            return _published(outcome, len(events), type(fault).__name__)
        return _published(outcome, len(events))

    def _messages(self, events: Sequence[RecordedEvent], outcome: _Outcome, *, replay: bool) -> Iterator[_Message]:
        for event in events:
            attributes = attributes_of(event, source=self.publisher.source, replay=replay)
            message = _Message(event, {"data": data_of(event), "attributes": attributes})
            if message.size > MESSAGE_BYTES:
                cause = f"MessageTooLarge: {message.size:,} bytes, and Pub/Sub takes {MESSAGE_BYTES:,}"
                outcome.unpublishable.append((event, cause))
            else:
                yield message

    def _send(self, request: Sequence[_Message], outcome: _Outcome, within: float | None) -> None:
        """Send it whole; if it is invalid, each half of it, and so on down to the messages that are."""
        parts = deque([request])
        while parts:
            part = parts.popleft()
            try:
                self.publisher.publish(self.path, [message.body for message in part], within)
            except InvalidArgument as fault:
                outcome.invalid_requests += 1
                if outcome.is_the_bus_at_fault:
                    raise
                if len(part) > 1:
                    half = len(part) // 2
                    parts += (part[:half], part[half:])
                else:
                    outcome.unpublishable.append((part[0].event, f"InvalidArgument: {fault.message}"))
            else:
                outcome.acknowledged.extend(message.event for message in part)


def _published(outcome: _Outcome, number: int, cause: str | None = None) -> Published:
    unpublishable = () if cause == InvalidArgument.__name__ else tuple(outcome.unpublishable)
    refused = number - len(outcome.acknowledged) - len(unpublishable) if cause else 0
    return Published(tuple(outcome.acknowledged), refused, cause, unpublishable)
