"""Every port twice: in memory, and on the emulators; one suite runs against both."""

import pytest

from onewrite.adapters import memory, spanner
from onewrite.application.ports.event_store import EventStore
from onewrite.application.ports.outbox import Outbox
from onewrite.application.ports.views import Views
from onewrite.bootstrap import Adapters
from onewrite.cli.local import SpannerPlace
from onewrite.settings import Settings

SETTINGS = {"domain": "accounts:ACCOUNTS", "retry_delay_seconds": 0.01, "attempt_interval_seconds": 0}


def settings(**changes: object) -> Settings:
    return Settings.model_validate({**SETTINGS, **changes})


def in_memory() -> Adapters:
    database = memory.MemoryDatabase()
    return Adapters(
        memory.MemoryEventStore(database),
        memory.MemoryOutbox(database),
        memory.MemoryTopic(),
        memory.MemoryViews(database),
        memory.MemoryGenerationStore(database),
    )


def on_spanner(place: SpannerPlace) -> Adapters:
    """Spanner for all that is kept; the topic stays in memory, so that a test sees what was published."""
    connection = spanner.connect(place.project, place.instance, place.database, timeout=20, retry_delay=0.01)
    return Adapters(
        spanner.SpannerEventStore(connection),
        spanner.SpannerOutbox(connection),
        memory.MemoryTopic(),
        spanner.SpannerViews(connection),
        spanner.SpannerGenerationStore(connection),
    )


@pytest.fixture(params=["memory", pytest.param("spanner", marks=pytest.mark.emulator)])
def adapters(request: pytest.FixtureRequest) -> Adapters:
    if request.param == "memory":
        return in_memory()
    adapters: Adapters = request.getfixturevalue("spanner_adapters")
    return adapters


@pytest.fixture
def spanner_adapters(spanner_place: SpannerPlace, spanner_database: object) -> Adapters:
    return on_spanner(spanner_place)


@pytest.fixture
def store(adapters: Adapters) -> EventStore:
    return adapters.store


@pytest.fixture
def outbox(adapters: Adapters) -> Outbox:
    return adapters.outbox


@pytest.fixture
def views(adapters: Adapters) -> Views:
    return adapters.views
