"""Publishing to Pub/Sub: one request for each batch, so that Pub/Sub acknowledges or refuses the batch as a whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from google.api_core.exceptions import GoogleAPICallError, RetryError

from onewrite.adapters.cloudevents import attributes_of, data_of
from onewrite.adapters.pubsub.publisher import Publisher
from onewrite.adapters.pubsub.requests import requests_of
from onewrite.application.ports.topic import Published
from onewrite.domain.events import RecordedEvent


@dataclass(frozen=True)
class PubSubTopic:
    """Topic on Pub/Sub; `path` is `projects/…/topics/…`."""

    publisher: Publisher
    path: str

    def publish(
        self, events: Sequence[RecordedEvent], *, replay: bool = False, within: float | None = None
    ) -> Published:
        acknowledged: list[RecordedEvent] = []
        messages = ((event, self._message_of(event, replay=replay)) for event in events)
        for batch in requests_of(messages, lambda pair: len(pair[1]["data"])):
            try:
                self.publisher.publish(self.path, [message for _, message in batch], within)
            except (GoogleAPICallError, RetryError) as fault:
                # The bus is down or refuses the batch; the next batches would most likely fail too.
                return Published(tuple(acknowledged), len(events) - len(acknowledged), type(fault).__name__)
            acknowledged.extend(event for event, _ in batch)
        return Published(tuple(acknowledged))

    def _message_of(self, event: RecordedEvent, *, replay: bool) -> dict[str, Any]:
        return {
            "data": data_of(event),
            "attributes": attributes_of(event, source=self.publisher.source, replay=replay),
        }
