"""Looking at what a topic delivers, with a pull subscription of one's own."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from google.pubsub_v1 import PublisherClient, SubscriberClient
from google.pubsub_v1.services.publisher.transports import PublisherGrpcTransport
from google.pubsub_v1.services.subscriber.transports import SubscriberGrpcTransport

from onewrite.cli.answers import local_channel
from tests.support.emulators import unique
from tests.support.eventually import eventually

PATIENCE = 10.0


def create_topic(host: str, project: str, name: str = "events") -> str:
    """Return its path."""
    path = f"projects/{project}/topics/{name}"
    with local_channel(host) as channel:
        PublisherClient(transport=PublisherGrpcTransport(channel=channel)).create_topic(name=path, timeout=PATIENCE)
    return path


class Received:
    """Every message that came out of one subscription, in the order of its arrival."""

    def __init__(self, subscriber: SubscriberClient, path: str) -> None:
        self.messages: list[Any] = []
        self._subscriber = subscriber
        self._path = path

    def at_least(self, number: int) -> list[Any]:
        """Wait for so many; each is acknowledged, so each comes once."""
        eventually(lambda: self._pull() >= number)
        return self.messages

    def _pull(self) -> int:
        pulled = self._subscriber.pull(subscription=self._path, max_messages=1000, timeout=PATIENCE)
        if pulled.received_messages:
            ids = [message.ack_id for message in pulled.received_messages]
            self._subscriber.acknowledge(subscription=self._path, ack_ids=ids, timeout=PATIENCE)
            self.messages.extend(received.message for received in pulled.received_messages)
        return len(self.messages)


@contextmanager
def received_from(host: str, topic: str) -> Iterator[Received]:
    """Subscribe to what is published from now on."""
    path = f"{topic.partition('/topics/')[0]}/subscriptions/{unique('pull')}"
    with local_channel(host) as channel:
        subscriber = SubscriberClient(transport=SubscriberGrpcTransport(channel=channel))
        subscriber.create_subscription(name=path, topic=topic, ack_deadline_seconds=60, timeout=PATIENCE)
        try:
            yield Received(subscriber, path)
        finally:
            subscriber.delete_subscription(subscription=path, timeout=PATIENCE)
