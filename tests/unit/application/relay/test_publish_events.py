"""What becomes of events that a relay publishes is counted."""

import pytest

from onewrite.application.relay.publish_events import publish_events
from onewrite.bootstrap import App, memory_adapters
from onewrite.domain.events import RecordedEvent
from tests.support.checks.told_work import ToldWork
from tests.support.data.builders import interest
from tests.support.data.requests import an_appended_account
from tests.support.domains.fragile import app_of
from tests.support.faults.ports import Crash, dying_after_the_publish, refusing


@pytest.fixture
def app() -> App:
    return app_of(memory_adapters())


@pytest.fixture
def events(app: App) -> tuple[RecordedEvent, ...]:
    return tuple(app.adapters.store.read_stream(an_appended_account(app, interest("tea"), interest("chess"))))


def test_what_is_acknowledged_counts(app: App, events: tuple[RecordedEvent, ...], told_work: ToldWork) -> None:
    publish_events(app.adapters.topic, events)
    assert told_work("events_published", "events") == {("ok",): (1, 3)}


def test_what_is_refused_counts_by_its_cause(app: App, events: tuple[RecordedEvent, ...], told_work: ToldWork) -> None:
    publish_events(refusing(app.adapters.topic, lambda event: event.version > 1), events)
    assert told_work("events_published", "refused") == {("ServiceUnavailable",): (1, 2)}


def test_a_crash_counts_by_its_class(app: App, events: tuple[RecordedEvent, ...], told_work: ToldWork) -> None:
    with pytest.raises(Crash):
        publish_events(dying_after_the_publish(app.adapters.topic), events)
    assert told_work("events_published", "events") == {("Crash",): (1, 0)}
