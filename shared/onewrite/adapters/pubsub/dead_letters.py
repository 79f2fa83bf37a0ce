"""Dead letters on Pub/Sub: what waits in the subscription of the dead-letter topic."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from google.api_core.exceptions import DeadlineExceeded, GoogleAPICallError, RetryError

from onewrite.adapters.pubsub.publisher import Publisher
from onewrite.adapters.pubsub.rebuild_queue import EVENT_TYPE as REBUILD
from onewrite.adapters.pubsub.requests import requests_of
from onewrite.application.ports.dead_letters import DeadLetter
from onewrite.errors import Unavailable

if TYPE_CHECKING:
    from google.cloud.pubsub_v1 import SubscriberClient

#: What Pub/Sub adds to the attributes of a message that it gives up.
ADDED = "CloudPubSubDeadLetterSource"
#: How long a request waits for messages where there are none.
WAIT_SECONDS = 3.0
#: Pub/Sub accepts about 2,500 of them in a request.
RECEIPTS = 1000


@dataclass(frozen=True)
class PubSubDeadLetters:
    """DeadLetters on Pub/Sub; `path` is that of their subscription, `events` and `rebuilds` are those of topics."""

    publisher: Publisher
    path: str
    events: str
    rebuilds: str

    def take(self, *, limit: int) -> Sequence[DeadLetter]:
        with _told(), suppress(DeadlineExceeded):
            request = {"subscription": self.path, "max_messages": limit}
            pulled = self._client.pull(request=request, timeout=WAIT_SECONDS, retry=None)
            return [_letter(received) for received in pulled.received_messages]
        return []

    def put_back(self, letters: Sequence[DeadLetter]) -> None:
        for receipts in self._receipts(letters):
            request = {"subscription": self.path, "ack_ids": receipts, "ack_deadline_seconds": 0}
            with _told():
                self._client.modify_ack_deadline(request=request, timeout=self.publisher.timeout)

    def publish_again(self, letters: Sequence[DeadLetter]) -> None:
        for topic in (self.events, self.rebuilds):
            messages = [_as_it_was(letter) for letter in letters if self._topic_of(letter) == topic]
            for batch in requests_of(messages, lambda message: len(message["data"])):
                with _told():
                    self.publisher.publish(topic, batch)

    def remove(self, letters: Sequence[DeadLetter]) -> None:
        for receipts in self._receipts(letters):
            with _told():
                self._client.acknowledge(
                    request={"subscription": self.path, "ack_ids": receipts}, timeout=self.publisher.timeout
                )

    def _topic_of(self, letter: DeadLetter) -> str:
        return self.rebuilds if letter.event_type == REBUILD else self.events

    @staticmethod
    def _receipts(letters: Sequence[DeadLetter]) -> Iterator[list[str]]:
        for first in range(0, len(letters), RECEIPTS):
            yield [letter.message.ack_id for letter in letters[first : first + RECEIPTS]]

    @cached_property
    def _client(self) -> "SubscriberClient":
        from google.cloud.pubsub_v1 import SubscriberClient  # noqa: PLC0415 - takes half a second

        return SubscriberClient()


def _letter(received: Any) -> DeadLetter:
    attributes = received.message.attributes
    sequence, attempts = attributes.get("ce-sequence", ""), attributes.get(f"{ADDED}DeliveryCount", "")
    return DeadLetter(
        letter_id=received.message.message_id,
        subscription=attributes.get(f"{ADDED}Subscription"),
        subject=attributes.get("ce-subject"),
        version=int(sequence) if sequence.isdecimal() else None,
        event_type=attributes.get("ce-type"),
        attempts=int(attempts) if attempts.isdecimal() else None,
        published_at=_time(attributes.get(f"{ADDED}TopicPublishTime")),
        given_up_at=datetime.fromisoformat(received.message.publish_time.isoformat()),
        message=received,
    )


def _as_it_was(letter: DeadLetter) -> dict[str, Any]:
    message = letter.message.message
    attributes = {name: value for name, value in message.attributes.items() if not name.startswith(ADDED)}
    return {"data": message.data, "attributes": attributes}


def _time(text: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        return None


@contextmanager
def _told() -> Iterator[None]:
    """Raise Google's errors as Unavailable."""
    try:
        yield
    except (GoogleAPICallError, RetryError) as fault:
        raise Unavailable(f"The bus doesn't hand out dead letters ({type(fault).__name__}): try again") from fault
