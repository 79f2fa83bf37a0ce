"""The domain `sold` in memory, and on a database of its own that has its tables."""

import pytest
from google.api_core.exceptions import NotFound
from google.cloud.spanner_v1 import KeySet

from emulators.google.connect import connect
from emulators.google.start import Emulators
from emulators.provisioning.spanner import provision_spanner
from onewrite.bootstrap import Adapters, memory_adapters
from onewrite.checks.statements import schema, tables
from onewrite.local.system import SpannerPlace
from tests.support.data.selling import Seller
from tests.support.domains.sold import DDL
from tests.support.systems.adapters import STORES, on_spanner
from tests.support.systems.emulators import place_on


@pytest.fixture(scope="session")
def place_of_sellers(running: Emulators) -> SpannerPlace:
    """Where the database is that the tests of a worker use one after the other."""
    return place_on(running)


@pytest.fixture
def selling_on_spanner(emulators: Emulators, place_of_sellers: SpannerPlace) -> Adapters:
    """Adapters over a database without a row."""
    ddl = [*schema(), *DDL]
    try:
        with connect(place_of_sellers).batch() as batch:
            for table in sorted(tables(ddl)):
                batch.delete(table, KeySet(all_=True))
    except NotFound:  # the first test, or one after the emulator has died
        provision_spanner(place_of_sellers, ddl)
    return on_spanner(place_of_sellers)


@pytest.fixture(params=STORES)
def seller(request: pytest.FixtureRequest) -> Seller:
    if request.param == "memory":
        return Seller.on(memory_adapters())
    return Seller.on(request.getfixturevalue("selling_on_spanner"))
