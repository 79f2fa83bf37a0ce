"""The real bus beside the real store."""

from dataclasses import replace

import pytest

from emulators.google.start import Emulators
from onewrite.adapters.pubsub import PubSubTopic
from onewrite.bootstrap import Adapters, cloud_adapters
from tests.support.systems.adapters import settings
from tests.support.systems.subscriptions import create_topic


@pytest.fixture
def topic(emulators: Emulators, pubsub_project: str) -> PubSubTopic:
    create_topic(emulators.pubsub, pubsub_project)
    topic = cloud_adapters(settings(project=pubsub_project)).topic
    assert isinstance(topic, PubSubTopic)
    return topic


@pytest.fixture
def cloud(spanner_adapters: Adapters, topic: PubSubTopic) -> Adapters:
    """Spanner and Pub/Sub, both for real."""
    return replace(spanner_adapters, topic=topic)
