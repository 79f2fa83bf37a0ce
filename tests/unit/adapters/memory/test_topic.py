"""The topic in memory delivers as Pub/Sub does: at least once, until it is taken."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise
from threading import Event
from threading import enumerate as enumerate_threads
from time import monotonic

import pytest

from onewrite.adapters.memory import MemoryTopic
from onewrite.application.ports.topic import Published
from onewrite.domain.events import Metadata, RecordedEvent
from tests.support.data.builders import a_stream
from tests.support.waiting.bounds import WAIT_SECONDS

PAUSE = 0.05


def event(number: int) -> RecordedEvent:
    return RecordedEvent(a_stream(f"{number}"), 1, f"event-{number}", "T", 1, {}, Metadata("c", "c"), datetime.now(UTC))


@pytest.fixture
def events() -> list[RecordedEvent]:
    return [event(number) for number in range(20)]


@pytest.fixture
def topic() -> Iterator[MemoryTopic]:
    topic = MemoryTopic(retry_seconds=0.01)
    yield topic
    assert topic.wait_until_quiet(WAIT_SECONDS)


def test_what_is_published_is_acknowledged_and_kept(topic: MemoryTopic, events: list[RecordedEvent]) -> None:
    assert topic.publish(events) == Published(tuple(events))
    assert topic.published == events


def test_every_subscriber_gets_every_event(topic: MemoryTopic, events: list[RecordedEvent]) -> None:
    first: list[RecordedEvent] = []
    second: list[RecordedEvent] = []
    topic.subscribe(first.append)
    topic.subscribe(second.append)
    topic.publish(events)
    assert topic.wait_until_quiet(WAIT_SECONDS)
    for got in (first, second):
        assert sorted(got, key=lambda event: event.event_id) == sorted(events, key=lambda event: event.event_id)


def test_a_subscriber_that_raises_is_called_again_and_others_are_not_held_up(
    topic: MemoryTopic, events: list[RecordedEvent]
) -> None:
    taken: list[str] = []
    failures = {events[0].event_id: 3}

    def fail_at_first(event: RecordedEvent) -> None:
        if failures.get(event.event_id, 0):
            failures[event.event_id] -= 1
            raise ConnectionError
        taken.append(event.event_id)

    topic.subscribe(fail_at_first)
    topic.publish(events)
    assert topic.wait_until_quiet(WAIT_SECONDS)
    assert sorted(taken) == sorted(event.event_id for event in events)
    assert failures == {events[0].event_id: 0}


def test_the_pause_before_each_new_attempt_is_twice_as_long(topic: MemoryTopic, events: list[RecordedEvent]) -> None:
    called: list[float] = []

    def fail_at_first(event: RecordedEvent) -> None:
        called.append(monotonic())
        if len(called) < 5:
            raise ConnectionError

    topic.subscribe(fail_at_first)
    topic.publish(events[:1])
    assert topic.wait_until_quiet(WAIT_SECONDS)
    pauses = [later - earlier for earlier, later in pairwise(called)]
    assert all(pause >= 0.01 * 2**number for number, pause in enumerate(pauses))


def test_the_first_pause_is_as_long_as_was_asked_for(events: list[RecordedEvent]) -> None:
    topic, called = MemoryTopic(retry_seconds=PAUSE), list[float]()

    def fail_every_other_time(event: RecordedEvent) -> None:
        called.append(monotonic())
        if len(called) % 2:
            raise ConnectionError

    def pause_of(event: RecordedEvent) -> float:
        topic.publish([event])
        assert topic.wait_until_quiet(WAIT_SECONDS)
        return called[-1] - called[-2]

    topic.subscribe(fail_every_other_time)
    assert any(pause_of(event) < 2 * PAUSE for event in events), "a busy machine may be late, but not every time"


def test_subscribers_share_workers_that_keep_no_process_alive(topic: MemoryTopic) -> None:
    before = set(enumerate_threads())
    for _ in range(3):
        topic.subscribe(lambda event: None)
    workers = [thread for thread in set(enumerate_threads()) - before if "_deliver_for_ever" in thread.name]
    assert [worker.daemon for worker in workers] == [True] * 4


def test_waiting_for_quiet_has_an_end(topic: MemoryTopic, events: list[RecordedEvent]) -> None:
    may_go = Event()

    def take_long(event: RecordedEvent) -> None:
        may_go.wait(WAIT_SECONDS)

    topic.subscribe(take_long)
    topic.publish(events[:1])
    assert not topic.wait_until_quiet(0.01)
    may_go.set()
