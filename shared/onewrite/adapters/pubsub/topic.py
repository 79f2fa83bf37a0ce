"""Publishing to Pub/Sub: one request for each batch, so that Pub/Sub acknowledges or refuses the batch as a whole."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from google.api_core.exceptions import GoogleAPICallError, RetryError

from onewrite.adapters.cloudevents import attributes_of, data_of
from onewrite.adapters.pubsub.publisher import Publisher
from onewrite.application.ports.topic import Published
from onewrite.domain.events import RecordedEvent

#: Pub/Sub accepts at most 1,000 messages and 10 MB in a request, attributes included.
MESSAGES = 1000
BYTES = 8_000_000


@dataclass(frozen=True)
class PubSubTopic:
    """Topic on Pub/Sub; `path` is `projects/…/topics/…`."""

    publisher: Publisher
    path: str

    def publish(
        self, events: Sequence[RecordedEvent], *, replay: bool = False, within: float | None = None
    ) -> Published:
        acknowledged: list[RecordedEvent] = []
        for batch in _batches(events):
            messages = [
                {
                    "data": data_of(event),
                    "attributes": attributes_of(event, source=self.publisher.source, replay=replay),
                }
                for event in batch
            ]
            try:
                self.publisher.publish(self.path, messages, within)
            except (GoogleAPICallError, RetryError) as fault:
                # The bus is down or refuses the batch; the next batches would most likely fail too.
                return Published(tuple(acknowledged), len(events) - len(acknowledged), type(fault).__name__)
            acknowledged.extend(batch)
        return Published(tuple(acknowledged))


def _batches(events: Sequence[RecordedEvent]) -> Iterator[list[RecordedEvent]]:
    batch: list[RecordedEvent] = []
    size = 0
    for event in events:
        weight = len(data_of(event))
        if batch and (len(batch) == MESSAGES or size + weight > BYTES):
            yield batch
            batch, size = [], 0
        batch.append(event)
        size += weight
    if batch:
        yield batch
