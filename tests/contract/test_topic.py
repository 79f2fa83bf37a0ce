"""What every topic keeps its word on, seen by one who is subscribed to it."""

from collections.abc import Callable, Iterator, Sequence

import pytest

from emulators.google.start import Emulators
from onewrite.adapters.memory import MemoryTopic
from onewrite.application.ports.topic import Published, Topic
from onewrite.bootstrap import cloud_adapters, memory_adapters
from onewrite.domain.events import RecordedEvent
from tests.support.data.builders import a_commit, a_stream, an_event
from tests.support.systems.adapters import settings
from tests.support.systems.subscriptions import create_topic, received_from
from tests.support.waiting.bounds import WAIT_SECONDS
from tests.support.waiting.eventually import eventually

Heard = Callable[[int], set[str]]


@pytest.fixture(params=["memory", pytest.param("pubsub", marks=pytest.mark.emulator)])
def bus(request: pytest.FixtureRequest) -> tuple[Topic, Heard]:
    """A topic, and a way to wait for so many events and get the ids of all that came."""
    bus: tuple[Topic, Heard] = request.getfixturevalue(f"{request.param}_bus")
    return bus


@pytest.fixture
def memory_bus() -> tuple[Topic, Heard]:
    topic, heard = MemoryTopic(), list[str]()
    topic.subscribe(lambda event: heard.append(event.event_id))

    def at_least(number: int) -> set[str]:
        eventually(lambda: len(heard) >= number)
        return set(heard)

    return topic, at_least


@pytest.fixture
def pubsub_bus(emulators: Emulators, pubsub_project: str) -> Iterator[tuple[Topic, Heard]]:
    path = create_topic(emulators.pubsub, pubsub_project)
    topic = cloud_adapters(settings(project=pubsub_project)).topic
    with received_from(emulators.pubsub, path) as received:

        def at_least(number: int) -> set[str]:
            eventually(lambda: received.rest() and len(received.messages) >= number)
            return received.event_ids

        yield topic, at_least


def events(number: int) -> Sequence[RecordedEvent]:
    store = memory_adapters().store
    return store.append(a_commit(store.read_head(a_stream()), *(an_event() for _ in range(number))))


@pytest.mark.parametrize("replay", [False, True])
def test_every_event_is_acknowledged_in_the_order_given_and_reaches_the_subscriber(
    bus: tuple[Topic, Heard], *, replay: bool
) -> None:
    topic, heard = bus
    published = events(40)
    assert topic.publish(published, replay=replay, within=WAIT_SECONDS) == Published(tuple(published))
    assert heard(40) == {event.event_id for event in published}


def test_what_is_published_again_comes_again(bus: tuple[Topic, Heard]) -> None:
    topic, heard = bus
    [event] = events(1)
    for _ in range(2):
        assert topic.publish([event]).acknowledged == (event,)
    assert heard(2) == {event.event_id}


def test_nothing_to_publish_is_nothing_acknowledged(bus: tuple[Topic, Heard]) -> None:
    topic, _ = bus
    assert topic.publish(()) == Published(())
