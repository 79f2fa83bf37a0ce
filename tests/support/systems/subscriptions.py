"""Looking at what a topic delivers, with a pull subscription of one's own."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from google.api_core.exceptions import DeadlineExceeded
from google.pubsub_v1 import PublisherClient, SubscriberClient
from google.pubsub_v1.services.publisher.transports import PublisherGrpcTransport
from google.pubsub_v1.services.subscriber.transports import SubscriberGrpcTransport

from emulators.system.system import System
from onewrite.local.emulator_probes import local_channel
from tests.support.systems.emulators import unique
from tests.support.waiting.bounds import WAIT_SECONDS
from tests.support.waiting.eventually import eventually

#: An empty subscription lets a pull wait; for so long.
QUIET_SECONDS = 2.0


def create_topic(host: str, project: str, name: str = "events") -> str:
    """Return its path."""
    path = f"projects/{project}/topics/{name}"
    with local_channel(host) as channel:
        PublisherClient(transport=PublisherGrpcTransport(channel=channel)).create_topic(name=path, timeout=WAIT_SECONDS)
    return path


class Received:
    """Every message that came out of one subscription, in the order of its arrival."""

    def __init__(self, subscriber: SubscriberClient, path: str) -> None:
        self.messages: list[Any] = []
        self._subscriber = subscriber
        self._path = path

    @property
    def event_ids(self) -> set[str]:
        return {message.attributes["ce-id"] for message in self.messages}

    def at_least(self, number: int) -> list[Any]:
        """Wait for so many different events; any of them may come twice."""
        self._pull_until(lambda: len(self.event_ids) >= number)
        return self.messages

    def all_of(self, event_ids: Iterable[str]) -> set[str]:
        """Wait until each of these events came at least once; return the ids of all that came."""
        wanted = set(event_ids)
        self._pull_until(lambda: wanted <= self.event_ids)
        return self.event_ids

    def rest(self) -> set[str]:
        """Take what still comes, until nothing does for a moment; return the ids of all that came."""
        while self._pull():
            pass
        return self.event_ids

    def _pull_until(self, met: Callable[[], bool]) -> None:
        def pulled_enough() -> bool:
            self._pull()
            return met()

        eventually(pulled_enough, within=WAIT_SECONDS)

    def _pull(self) -> int:
        """Take what is there, and say how much; each message is acknowledged, so it comes once."""
        try:
            pulled = self._subscriber.pull(subscription=self._path, max_messages=1000, timeout=QUIET_SECONDS)
        except DeadlineExceeded:
            return 0
        came = pulled.received_messages
        if came:
            ids = [message.ack_id for message in came]
            self._subscriber.acknowledge(subscription=self._path, ack_ids=ids, timeout=WAIT_SECONDS)
            self.messages.extend(received.message for received in came)
        return len(came)


@contextmanager
def received_from(host: str, topic: str) -> Iterator[Received]:
    """Subscribe to what is published from now on."""
    path = f"{topic.partition('/topics/')[0]}/subscriptions/{unique('pull')}"
    with local_channel(host) as channel:
        subscriber = SubscriberClient(transport=SubscriberGrpcTransport(channel=channel))
        subscriber.create_subscription(name=path, topic=topic, ack_deadline_seconds=60, timeout=WAIT_SECONDS)
        try:
            yield Received(subscriber, path)
        finally:
            subscriber.delete_subscription(subscription=path, timeout=WAIT_SECONDS)


def published_by(system: System) -> AbstractContextManager[Received]:
    """Subscribe to the events that a system publishes from now on."""
    assert system.pubsub
    return received_from(system.pubsub.host, f"projects/{system.pubsub.project}/topics/{system.pubsub.topic}")
