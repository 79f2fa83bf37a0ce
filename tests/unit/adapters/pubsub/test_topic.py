"""How a publish is cut into requests, and what becomes of it when one of them fails."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from google.api_core.exceptions import DeadlineExceeded, NotFound, RetryError, ServiceUnavailable

from onewrite.adapters.cloudevents import attributes_of, data_of
from onewrite.adapters.pubsub import Publisher, PubSubTopic
from onewrite.bootstrap import memory_adapters
from onewrite.domain.events import RecordedEvent
from tests.support.data.builders import a_commit, a_stream, an_event
from tests.support.faults.ports import on_top_of

Send = Callable[[str, Sequence[dict[str, Any]], float | None], None]


def topic_that(send: Send) -> PubSubTopic:
    return PubSubTopic(on_top_of(Publisher("//onewrite/events", 1), publish=send), "projects/p/topics/events")


def events(number: int, **data: str) -> tuple[RecordedEvent, ...]:
    store = memory_adapters().store
    new = [an_event(data={"name": "Ada", **data}) for _ in range(number)]
    return store.append(a_commit(store.read_head(a_stream()), *new))


@pytest.mark.parametrize(
    ("number", "weight", "requests"),
    [(1, 0, [1]), (1000, 0, [1000]), (1001, 0, [1000, 1]), (2500, 0, [1000, 1000, 500]), (5, 3_000_000, [2, 2, 1])],
)
def test_a_request_holds_what_pubsub_takes(number: int, weight: int, requests: list[int]) -> None:
    sent: list[int] = []
    topic = topic_that(lambda path, messages, within: sent.append(len(messages)))
    assert len(topic.publish(events(number, text="x" * weight)).acknowledged) == number
    assert sent == requests


@pytest.mark.parametrize(
    "fault",
    [ServiceUnavailable("x"), DeadlineExceeded("x"), NotFound("x"), RetryError("x", cause=None)],
    ids=lambda fault: type(fault).__name__,
)
def test_a_request_that_fails_refuses_what_is_in_it_and_what_comes_after_it(fault: Exception) -> None:
    sent: list[int] = []

    def fail_at_the_second(path: str, messages: Sequence[dict[str, Any]], within: float | None) -> None:
        if sent:
            raise fault
        sent.append(len(messages))

    asked = events(2500)
    published = topic_that(fail_at_the_second).publish(asked)
    assert published.acknowledged == asked[:1000]
    assert (published.refused, published.cause) == (1500, type(fault).__name__)


def test_a_message_holds_the_event_as_json_and_what_it_is_about() -> None:
    sent: list[object] = []
    [event] = events(1)
    topic_that(lambda *what: sent.append(what)).publish([event], replay=True, within=2)
    message = {"data": data_of(event), "attributes": attributes_of(event, source="//onewrite/events", replay=True)}
    assert sent == [("projects/p/topics/events", [message], 2)]


def test_nothing_is_published_without_a_request() -> None:
    sent: list[int] = []
    assert topic_that(lambda path, messages, within: sent.append(1)).publish(()).acknowledged == ()
    assert sent == []
