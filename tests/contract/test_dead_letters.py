"""What every adapter for dead letters keeps its word on: nothing is lost by looking, nor handed to two at once."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import NoReturn

import pytest
from google.pubsub_v1 import DeadLetterPolicy, SubscriberClient
from google.pubsub_v1.services.subscriber.transports import SubscriberGrpcTransport

from emulators.google.start import Emulators
from onewrite.adapters.memory import MemoryDeadLetters, MemoryTopic
from onewrite.application.ports.dead_letters import DeadLetter, DeadLetters
from onewrite.application.ports.topic import Topic
from onewrite.bootstrap import cloud_adapters
from onewrite.domain.events import RecordedEvent
from onewrite.local.emulator_probes import local_channel
from tests.contract.test_topic import events
from tests.support.systems.adapters import settings
from tests.support.systems.subscriptions import create_topic, received_from
from tests.support.waiting.bounds import WAIT_SECONDS
from tests.support.waiting.eventually import eventually

ATTEMPTS = 5
Heard = Callable[[int], Sequence[str]]
#: The dead letters, the topic whose subscriber refuses everything, and a way to wait for what another subscriber gets.
Bus = tuple[DeadLetters, Topic, Heard]


def refuse(event: RecordedEvent) -> NoReturn:
    raise ValueError(event)


@pytest.fixture(params=["memory", pytest.param("pubsub", marks=pytest.mark.emulator)])
def bus(request: pytest.FixtureRequest) -> Bus:
    bus: Bus = request.getfixturevalue(f"{request.param}_bus")
    return bus


@pytest.fixture
def memory_bus() -> Bus:
    topic, heard = MemoryTopic(retry_seconds=0, attempts=ATTEMPTS), list[str]()
    topic.subscribe(refuse, "project_profiles")
    topic.subscribe(lambda event: heard.append(event.event_id))

    def at_least(number: int) -> Sequence[str]:
        eventually(lambda: len(heard) >= number)
        return heard

    return MemoryDeadLetters(topic), topic, at_least


@pytest.fixture
def pubsub_bus(emulators: Emulators, pubsub_project: str) -> Iterator[Bus]:
    path = f"projects/{pubsub_project}/subscriptions"
    events = create_topic(emulators.pubsub, pubsub_project, "events")
    create_topic(emulators.pubsub, pubsub_project, "rebuild_ranges")
    gone = create_topic(emulators.pubsub, pubsub_project, "events_dead_letter")
    adapters = cloud_adapters(settings(project=pubsub_project))
    policy = DeadLetterPolicy(dead_letter_topic=gone, max_delivery_attempts=ATTEMPTS)
    nobody = {"push_endpoint": "http://127.0.0.1:1"}
    with local_channel(emulators.pubsub) as channel, received_from(emulators.pubsub, events) as received:
        subscriber = SubscriberClient(transport=SubscriberGrpcTransport(channel=channel))
        described = {"name": f"{path}/events_dead_letter", "topic": gone, "ack_deadline_seconds": 60}
        subscriber.create_subscription(request=described, timeout=WAIT_SECONDS)
        described = {"name": f"{path}/project_profiles", "topic": events, "push_config": nobody}
        subscriber.create_subscription(request={**described, "dead_letter_policy": policy}, timeout=WAIT_SECONDS)

        def at_least(number: int) -> Sequence[str]:
            eventually(lambda: received.rest() and len(received.messages) >= number)
            return [message.attributes["ce-id"] for message in received.messages]

        yield adapters.dead_letters, adapters.topic, at_least
        subscriber.delete_subscription(subscription=f"{path}/project_profiles", timeout=WAIT_SECONDS)


def taken(letters: DeadLetters, number: int) -> list[DeadLetter]:
    """Take so many, which the bus may hand out in several parts."""
    found: list[DeadLetter] = []

    def all_of_them() -> bool:
        found.extend(letters.take(limit=number - len(found)))
        return len(found) == number

    eventually(all_of_them)
    return found


def test_what_was_given_up_tells_what_it_is_about_and_who_gave_it_up(bus: Bus) -> None:
    letters, topic, _ = bus
    published = events(3)
    topic.publish(published)
    found = sorted(taken(letters, 3), key=lambda letter: letter.version or 0)
    assert [(one.subject, one.version, one.event_type) for one in found] == [
        (str(event.stream), event.version, event.event_type) for event in published
    ]
    assert {one.subscription for one in found} == {"project_profiles"}
    assert all((one.attempts or 0) >= ATTEMPTS for one in found)
    for one in found:
        assert one.published_at
        assert timedelta(0) <= one.given_up_at - one.published_at < timedelta(seconds=WAIT_SECONDS)
        assert abs(datetime.now(UTC) - one.given_up_at) < timedelta(seconds=WAIT_SECONDS)


def test_who_takes_some_has_them_alone_until_they_are_put_back(bus: Bus) -> None:
    letters, topic, _ = bus
    topic.publish(events(3))
    found = taken(letters, 3)
    assert letters.take(limit=3) == []
    letters.put_back(found)
    assert {one.letter_id for one in taken(letters, 3)} == {one.letter_id for one in found}


def test_no_more_are_taken_than_are_wanted(bus: Bus) -> None:
    letters, topic, _ = bus
    topic.publish(events(3))
    assert len(taken(letters, 1)) == 1
    assert len(taken(letters, 2)) == 2


def test_what_is_published_again_reaches_every_subscriber_of_its_topic_as_it_was(bus: Bus) -> None:
    letters, topic, heard = bus
    published = events(2)
    topic.publish(published)
    found = taken(letters, 2)
    letters.publish_again(found)
    assert sorted(heard(4)) == sorted([event.event_id for event in published] * 2)


def test_what_is_removed_never_comes_again_and_may_be_removed_twice(bus: Bus) -> None:
    letters, topic, _ = bus
    topic.publish(events(2))
    first, second = taken(letters, 2)
    letters.remove([first])
    letters.remove([first])
    letters.put_back([first, second])
    assert [one.letter_id for one in taken(letters, 1)] == [second.letter_id]
    assert letters.take(limit=1) == []


def test_nothing_may_be_put_back_published_and_removed(bus: Bus) -> None:
    letters, _, _ = bus
    letters.put_back([])
    letters.publish_again([])
    letters.remove([])
    assert letters.take(limit=1) == []
