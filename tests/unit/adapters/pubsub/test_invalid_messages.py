"""Messages that Pub/Sub will never take are found by halving the request, and the others are published."""

from collections.abc import Collection, Sequence
from typing import Any

import pytest
from google.api_core.exceptions import InvalidArgument, ServiceUnavailable

from onewrite.adapters.cloudevents import data_of
from onewrite.adapters.pubsub import Publisher, PubSubTopic
from onewrite.adapters.pubsub.topic import MANY, MESSAGE_BYTES
from onewrite.domain.events import RecordedEvent
from tests.support.faults.ports import on_top_of
from tests.unit.adapters.pubsub.test_topic import events


class Bus:
    """Refuses a request as a whole if one of these is in it, and counts what it is sent."""

    def __init__(self, asked: Sequence[RecordedEvent], refused: Collection[int], breaks_after: int = 10_000) -> None:
        self.refused = {asked[index].event_id for index in refused}
        self.breaks_after = breaks_after
        self.requests = list[int]()
        self.taken = list[str]()
        self.topic = PubSubTopic(on_top_of(Publisher("//x", 1), publish=self._send), "projects/p/topics/events")

    def _send(self, path: str, messages: Sequence[dict[str, Any]], within: float | None) -> None:
        self.requests.append(len(messages))
        if len(self.requests) > self.breaks_after:
            raise ServiceUnavailable("x")
        ids = [message["attributes"]["ce-id"] for message in messages]
        if self.refused.intersection(ids):
            raise InvalidArgument("A message is not valid")
        self.taken += ids


@pytest.mark.parametrize("refused", [{0}, {499}, {250}, {3, 4}, {0, 123, 499}, set(range(100, 120))])
def test_all_but_those_that_are_invalid_are_published(refused: set[int]) -> None:
    asked = events(500)
    bus = Bus(asked, refused)
    published = bus.topic.publish(asked)
    assert {event.event_id for event, _ in published.unpublishable} == bus.refused
    assert {cause for _, cause in published.unpublishable} == {"InvalidArgument: A message is not valid"}
    assert (published.refused, published.cause) == (0, None)
    assert sorted(event.event_id for event in published.acknowledged) == sorted(bus.taken)
    assert len(bus.taken) == len(set(bus.taken)) == 500 - len(refused)


def test_one_in_a_thousand_is_found_in_some_twenty_requests() -> None:
    asked = events(1000)
    bus = Bus(asked, {700})
    assert len(bus.topic.publish(asked).acknowledged) == 999
    assert len(bus.requests) <= 21


@pytest.mark.parametrize("number", [1, 2, 9])
def test_a_few_are_found_even_if_nothing_else_is_to_be_published(number: int) -> None:
    asked = events(number)
    published = Bus(asked, range(number)).topic.publish(asked)
    assert len(published.unpublishable) == number


@pytest.mark.parametrize("number", [25, 500], ids=["once some have been tried alone", "before"])
def test_where_everything_is_invalid_it_is_not_the_events_fault_and_they_come_again(number: int) -> None:
    asked = events(number)
    bus = Bus(asked, range(number))
    published = bus.topic.publish(asked)
    assert (published.unpublishable, published.refused, published.cause) == ((), number, "InvalidArgument")
    assert len(bus.requests) == MANY


def test_a_bus_that_breaks_down_meanwhile_refuses_the_rest() -> None:
    asked = events(8)
    published = Bus(asked, {0}, breaks_after=2).topic.publish(asked)
    assert (published.acknowledged, published.refused, published.cause) == ((), 8, "ServiceUnavailable")
    later = Bus(asked, {0}, breaks_after=3).topic.publish(asked)
    assert (later.acknowledged, later.refused) == (asked[4:], 4)


def test_a_message_that_is_too_large_is_not_even_sent() -> None:
    small, large = (*events(2), *events(1, text="x" * MESSAGE_BYTES))[1:]
    bus = Bus((small, large), ())
    published = bus.topic.publish((large, small))
    assert published.acknowledged == (small,)
    [(event, cause)] = published.unpublishable
    assert event == large
    assert cause.startswith("MessageTooLarge: 10,0")
    assert bus.requests == [1]


def test_attributes_count_as_parts_of_a_message() -> None:
    [small] = events(1)
    [event] = events(1, text="x" * (MESSAGE_BYTES - len(data_of(small)) - len('"text":"",')))
    assert len(data_of(event)) <= MESSAGE_BYTES
    bus = Bus((event,), ())
    assert len(bus.topic.publish((event,)).unpublishable) == 1
    assert bus.requests == []
