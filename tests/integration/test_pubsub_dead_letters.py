"""What only Pub/Sub can show of dead letters: its own attributes, messages of others, and a bus out of reach."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from google.pubsub_v1 import PublisherClient, SubscriberClient
from google.pubsub_v1.services.publisher.transports import PublisherGrpcTransport
from google.pubsub_v1.services.subscriber.transports import SubscriberGrpcTransport

from emulators.google.start import Emulators
from onewrite.application.ports.dead_letters import DeadLetter, DeadLetters
from onewrite.bootstrap import cloud_adapters
from onewrite.errors import Unavailable
from onewrite.local.emulator_probes import local_channel
from tests.support.systems.adapters import settings
from tests.support.systems.subscriptions import create_topic, received_from
from tests.support.waiting.bounds import WAIT_SECONDS
from tests.support.waiting.eventually import eventually

BY_PUBSUB = {
    "CloudPubSubDeadLetterSourceSubscription": "project_profiles",
    "CloudPubSubDeadLetterSourceDeliveryCount": "100",
    "CloudPubSubDeadLetterSourceTopicPublishTime": "2026-11-26T12:00:00.000+00:00",
}
EVENT = {"ce-id": "1", "ce-type": "UserRenamed", "ce-subject": "account-7", "ce-sequence": "0000000000000000004"}
REBUILD = {"ce-id": "2", "ce-type": "onewrite.rebuild", "ce-subject": "profiles/2"}
FOREIGN = {"ce-sequence": "four", "CloudPubSubDeadLetterSourceDeliveryCount": "often"}


class Bus:
    """The three topics; `give_up` puts a message where Pub/Sub puts what it gives up."""

    def __init__(self, host: str, project: str, publisher: PublisherClient) -> None:
        self.host = host
        self.events = create_topic(host, project, "events")
        self.rebuilds = create_topic(host, project, "rebuild_ranges")
        self.gone = create_topic(host, project, "events_dead_letter")
        self.letters: DeadLetters = cloud_adapters(settings(project=project)).dead_letters
        self._publisher = publisher

    def give_up(self, attributes: Mapping[str, str], data: bytes = b"{}") -> None:
        message: Any = {"data": data, "attributes": attributes}
        self._publisher.publish(topic=self.gone, messages=[message], timeout=WAIT_SECONDS)

    def taken(self) -> DeadLetter:
        [letter] = eventually(lambda: self.letters.take(limit=1))
        return letter


@pytest.fixture
def bus(emulators: Emulators, pubsub_project: str) -> Iterator[Bus]:
    with local_channel(emulators.pubsub) as channel:
        publisher = PublisherClient(transport=PublisherGrpcTransport(channel=channel))
        bus = Bus(emulators.pubsub, pubsub_project, publisher)
        path = f"projects/{pubsub_project}/subscriptions/events_dead_letter"
        subscriber = SubscriberClient(transport=SubscriberGrpcTransport(channel=channel))
        subscriber.create_subscription(request={"name": path, "topic": bus.gone}, timeout=WAIT_SECONDS)
        yield bus


@pytest.mark.parametrize("attributes", [EVENT, REBUILD], ids=["an event", "a request for a worker"])
def test_a_message_goes_back_to_its_own_topic_without_what_pubsub_added(bus: Bus, attributes: dict[str, str]) -> None:
    topic = bus.rebuilds if attributes is REBUILD else bus.events
    bus.give_up({**attributes, **BY_PUBSUB}, data=b'{"name": "Ada"}')
    with received_from(bus.host, topic) as received:
        bus.letters.publish_again([bus.taken()])
        [message] = received.at_least(1)
    assert (dict(message.attributes), message.data) == (attributes, b'{"name": "Ada"}')


def test_what_pubsub_tells_is_read(bus: Bus) -> None:
    bus.give_up({**EVENT, **BY_PUBSUB})
    letter = bus.taken()
    assert (letter.subscription, letter.attempts, letter.version) == ("project_profiles", 100, 4)
    assert letter.published_at
    assert letter.published_at.isoformat() == "2026-11-26T12:00:00+00:00"
    assert letter.given_up_at.tzinfo


def test_a_message_that_is_none_of_ours_can_be_looked_at_and_removed(bus: Bus) -> None:
    bus.give_up(FOREIGN)
    letter = bus.taken()
    told = (letter.subscription, letter.subject, letter.version, letter.event_type, letter.attempts)
    assert (told, letter.published_at) == ((None,) * 5, None)
    bus.letters.remove([letter])
    assert bus.letters.take(limit=1) == []


def test_who_asks_a_bus_without_that_subscription_is_told(emulators: Emulators, pubsub_project: str) -> None:
    letters = cloud_adapters(settings(project=pubsub_project)).dead_letters
    with pytest.raises(Unavailable, match=r"doesn't hand out dead letters \(NotFound\)"):
        letters.take(limit=1)
