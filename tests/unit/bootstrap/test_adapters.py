"""Each adapter for the cloud gets the settings that are meant for it."""

import pytest

from onewrite.adapters.no_splits import NoSplits
from onewrite.adapters.pubsub import Publisher, PubSubDeadLetters, PubSubRebuildQueue, PubSubTopic
from onewrite.adapters.spanner import SpannerEventStore, SpannerSplits
from onewrite.bootstrap import Adapters, cloud_adapters
from tests.support.systems.adapters import settings


@pytest.fixture(autouse=True)
def _nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPANNER_EMULATOR_HOST", "127.0.0.1:1")


@pytest.fixture
def adapters() -> Adapters:
    place = {"project": "p", "instance": "i", "database": "d", "database_role": "reader"}
    bus = {"topic": "t", "rebuild_topic": "r", "dead_letters": "d", "source": "//here", "publish_timeout_seconds": 11}
    return cloud_adapters(settings(**place, **bus, store_timeout_seconds=7, retry_delay_seconds=0.5))


def test_events_and_requests_for_workers_are_published_to_topics_of_their_own(adapters: Adapters) -> None:
    publisher = Publisher(source="//here", timeout=11)
    assert adapters.topic == PubSubTopic(publisher, "projects/p/topics/t")
    dead_letters = PubSubDeadLetters(
        publisher, "projects/p/subscriptions/d", events="projects/p/topics/t", rebuilds="projects/p/topics/r"
    )
    assert adapters.dead_letters == dead_letters
    assert adapters.rebuild_queue == PubSubRebuildQueue(publisher, "projects/p/topics/r")


def test_the_store_is_the_database_that_is_named(adapters: Adapters) -> None:
    assert isinstance(adapters.store, SpannerEventStore)
    connection = adapters.store.connection
    assert connection.database.name == "projects/p/instances/i/databases/d"
    assert connection.database.database_role == "reader"
    assert (connection.timeout, connection.retry_delay) == (7, 0.5)


def test_spanner_is_asked_for_splits_only_where_a_setting_says_so(adapters: Adapters) -> None:
    assert adapters.splits == NoSplits()
    assert isinstance(cloud_adapters(settings(split_points=True)).splits, SpannerSplits)
