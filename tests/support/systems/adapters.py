"""Every port twice: in memory, and on the emulators; one suite runs against both."""

from dataclasses import replace

import pytest

from onewrite.application.ports.event_store import EventStore
from onewrite.application.ports.outbox import Outbox
from onewrite.application.ports.views import Views
from onewrite.bootstrap import Adapters, cloud_adapters, memory_adapters
from onewrite.local.system import SpannerPlace
from onewrite.settings import Settings
from tests.support.waiting.bounds import WAIT_SECONDS

SETTINGS = {
    "domain": "accounts:ACCOUNTS",
    "attempt_interval_seconds": 0,
    "show_faults": False,
    "operators_see_data": False,
    "retry_delay_seconds": 0.01,
    # The emulator runs one transaction at a time: more ranges only cost more of them.
    "walk_ranges": 4,
    # For a machine that has other things to do.
    "eager_relay_seconds": WAIT_SECONDS,
    "publish_timeout_seconds": WAIT_SECONDS,
    "push_seconds": WAIT_SECONDS,
    "read_seconds": WAIT_SECONDS,
    "store_timeout_seconds": WAIT_SECONDS,
}


def settings(**changes: object) -> Settings:
    return Settings.model_validate({**SETTINGS, **changes})


def on_spanner(place: SpannerPlace) -> Adapters:
    """Spanner for all that is kept; topic and rebuild queue stay in memory, so that a test sees what was published."""
    here = settings(project=place.project, instance=place.instance, database=place.database)
    memory = memory_adapters()
    return replace(
        cloud_adapters(here),
        topic=memory.topic,
        dead_letters=memory.dead_letters,
        rebuild_queue=memory.rebuild_queue,
    )


#: The stores that a fixture can be asked for.
STORES = ("memory", pytest.param("spanner", marks=pytest.mark.emulator))


def on_both_stores(fixture: str = "adapters") -> pytest.MarkDecorator:
    """Run a test on Spanner as well, where the fixture is in memory unless it is asked for more."""
    return pytest.mark.parametrize(fixture, STORES, indirect=True)


@pytest.fixture(params=STORES)
def adapters(request: pytest.FixtureRequest) -> Adapters:
    if request.param == "memory":
        return memory_adapters()
    adapters: Adapters = request.getfixturevalue("spanner_adapters")
    return adapters


@pytest.fixture
def spanner_adapters(place_of_all: SpannerPlace, spanner_database: object) -> Adapters:
    return on_spanner(place_of_all)


@pytest.fixture
def store(adapters: Adapters) -> EventStore:
    return adapters.store


@pytest.fixture
def outbox(adapters: Adapters) -> Outbox:
    return adapters.outbox


@pytest.fixture
def views(adapters: Adapters) -> Views:
    return adapters.views
