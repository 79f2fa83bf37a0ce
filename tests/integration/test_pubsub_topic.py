"""What only Pub/Sub can show: that events arrive as CloudEvents, in whole batches, or are refused by name."""

import json
from dataclasses import replace

from cloudevents.http import from_http

from emulators.google.start import Emulators
from onewrite.adapters.cloudevents import StreamChanged, attributes_of, stream_changed_of
from onewrite.adapters.pubsub import PubSubTopic
from onewrite.bootstrap import memory_adapters
from onewrite.domain.events import RecordedEvent
from tests.support.checks.round_trips import publish_calls
from tests.support.data.builders import a_commit, a_stream, an_event
from tests.support.systems.subscriptions import received_from


def events(number: int, **data: str) -> tuple[RecordedEvent, ...]:
    """As a store returns them."""
    store = memory_adapters().store
    new = [an_event(data={"name": "Ådå", **data}) for _ in range(number)]
    return store.append(a_commit(store.read_head(a_stream()), *new))


def test_events_arrive_as_cloudevents(emulators: Emulators, topic: PubSubTopic) -> None:
    [event] = events(1)
    with received_from(emulators.pubsub, topic.path) as received:
        assert topic.publish([event]).acknowledged == (event,)
        [message] = received.at_least(1)
    assert dict(message.attributes) == attributes_of(event, source="//onewrite/events")
    assert json.loads(message.data) == event.data
    assert message.ordering_key == "", "a request can't mix keys, and nothing here needs an order"
    assert stream_changed_of(from_http(dict(message.attributes), message.data)) == StreamChanged(event.stream, 1)


def test_a_replay_says_so(emulators: Emulators, topic: PubSubTopic) -> None:
    with received_from(emulators.pubsub, topic.path) as received:
        topic.publish(events(1), replay=True)
        [message] = received.at_least(1)
    assert message.attributes["ce-replay"] == "true"


def test_a_thousand_messages_are_one_request_and_one_more_is_two(emulators: Emulators, topic: PubSubTopic) -> None:
    adapters = replace(memory_adapters(), topic=topic)
    with publish_calls(adapters) as calls, received_from(emulators.pubsub, topic.path) as received:
        for number, requests in ((1000, 1), (1001, 3)):
            assert len(topic.publish(events(number)).acknowledged) == number
            assert len(calls) == requests
        received.at_least(2001)
        assert len(received.event_ids) == 2001


def test_a_batch_stays_below_what_a_request_may_weigh(topic: PubSubTopic) -> None:
    heavy = events(5, text="x" * 3_000_000)
    with publish_calls(replace(memory_adapters(), topic=topic)) as calls:
        assert topic.publish(heavy).acknowledged == heavy
    assert len(calls) == 3


def test_a_topic_that_is_not_there_refuses_everything_and_is_named(topic: PubSubTopic) -> None:
    published = replace(topic, path=topic.path + "-missing").publish(events(3))
    assert (published.acknowledged, published.refused, published.cause) == ((), 3, "NotFound")
