"""The eager relay: clear exactly what the bus acknowledged, never more."""

import logging
from collections.abc import Sequence

import pytest

from onewrite.application.ports.outbox import Outbox, Pointer
from onewrite.application.ports.topic import Published, Topic
from onewrite.application.relay.bus_breaker import bus_breaker
from onewrite.application.relay.relay_events import RelayEvents
from onewrite.bootstrap import Adapters
from onewrite.domain.events import RecordedEvent
from tests.support.data.builders import a_commit, a_stream, an_event
from tests.support.faults.ports import Crash, dying_after_the_publish, on_top_of, refusing, unable_to_clear

WITHIN = 2.0


def relay(outbox: Outbox, topic: Topic) -> RelayEvents:
    return RelayEvents(topic, outbox.clear, bus_breaker(lambda: 0.0), WITHIN)


@pytest.fixture
def events(adapters: Adapters) -> tuple[RecordedEvent, ...]:
    return adapters.store.append(a_commit(adapters.store.read_head(a_stream()), *(an_event() for _ in range(4))))


def obligations(adapters: Adapters) -> list[int]:
    marks = adapters.outbox.read_marks()
    return [pointer.version for pointer in adapters.outbox.read(range(16), marks, before=marks.now, limit=100)]


def test_what_the_bus_acknowledged_is_cleared(
    adapters: Adapters, events: tuple[RecordedEvent, ...], caplog: pytest.LogCaptureFixture
) -> None:
    relay(adapters.outbox, adapters.topic)(events)
    assert adapters.topic.published == list(events)  # type: ignore[attr-defined]
    assert obligations(adapters) == []
    assert caplog.records == []


def test_what_the_bus_refused_stays(
    adapters: Adapters, events: tuple[RecordedEvent, ...], caplog: pytest.LogCaptureFixture
) -> None:
    all_but_one = refusing(adapters.topic, lambda event: event.version != 2)
    relay(adapters.outbox, all_but_one)(events)
    assert obligations(adapters) == [1, 3, 4]
    [line] = caplog.records
    assert (line.levelname, line.__dict__["action"]) == ("WARNING", "relay_paused")
    assert "until the bus takes events again: ServiceUnavailable" in line.getMessage()


def test_a_bus_that_is_down_leaves_everything(adapters: Adapters, events: tuple[RecordedEvent, ...]) -> None:
    relay(adapters.outbox, refusing(adapters.topic))(events)
    assert obligations(adapters) == [1, 2, 3, 4]


@pytest.mark.parametrize("error", [RuntimeError("a client's own"), OSError(), KeyError("x")])
def test_whatever_goes_wrong_is_not_the_commands_fault(
    adapters: Adapters, events: tuple[RecordedEvent, ...], error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*what: object, **how: object) -> Published:
        raise error

    relay(adapters.outbox, on_top_of(adapters.topic, publish=fail))(events)
    relay(on_top_of(adapters.outbox, clear=fail), adapters.topic)(events)
    assert obligations(adapters) == [1, 2, 3, 4]
    assert [line.__dict__["action"] for line in caplog.records] == ["relay_paused", "relay_postponed"]


def test_what_cannot_be_cleared_stays_and_will_be_published_again(
    adapters: Adapters, events: tuple[RecordedEvent, ...], caplog: pytest.LogCaptureFixture
) -> None:
    relay(unable_to_clear(adapters.outbox), adapters.topic)(events)
    assert obligations(adapters) == [1, 2, 3, 4]
    assert [line.levelno for line in caplog.records] == [logging.WARNING]


def test_rows_of_events_that_are_not_its_own_are_left_alone(
    adapters: Adapters, events: tuple[RecordedEvent, ...]
) -> None:
    relay(adapters.outbox, adapters.topic)(events[1:3])
    assert obligations(adapters) == [1, 4]
    assert Pointer.to(events[0]).version == 1


def test_a_process_that_dies_after_the_publish_leaves_the_obligation(
    adapters: Adapters, events: tuple[RecordedEvent, ...]
) -> None:
    with pytest.raises(Crash):
        relay(adapters.outbox, dying_after_the_publish(adapters.topic))(events)
    assert obligations(adapters) == [1, 2, 3, 4]


def test_someone_waits_for_the_answer_so_the_bus_is_given_little_time(
    adapters: Adapters, events: tuple[RecordedEvent, ...]
) -> None:
    given: list[float] = []

    def publish(events: Sequence[RecordedEvent], *, within: float) -> Published:
        given.append(within)
        return Published(())

    relay(adapters.outbox, on_top_of(adapters.topic, publish=publish))(events)
    assert given == [WITHIN]
