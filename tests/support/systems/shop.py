"""The shop's adapters: in memory, and on Spanner with a database of its own for each worker, emptied for each test."""

from dataclasses import replace

import pytest
from google.api_core.exceptions import NotFound

from emulators.google.connect import connect
from emulators.google.start import Emulators
from emulators.provisioning.spanner import provision_spanner
from onewrite.bootstrap import Adapters, memory_adapters
from onewrite.checks.statements import tables
from onewrite.local.system import SpannerPlace
from tests.support.domains.shop_repository import schema_of_the_shop
from tests.support.systems.adapters import STORES, on_spanner
from tests.support.systems.emulators import empty


@pytest.fixture(params=STORES)
def shop_adapters(request: pytest.FixtureRequest) -> Adapters:
    if request.param == "memory":
        return memory_adapters()
    adapters: Adapters = request.getfixturevalue("shop_on_spanner")
    return adapters


@pytest.fixture
def shop_on_spanner(emulators: Emulators, place_of_all: SpannerPlace) -> Adapters:
    place, schema = replace(place_of_all, database="shop"), schema_of_the_shop()
    try:
        empty(connect(place), sorted(tables(schema)))
    except NotFound:  # the first test, or one after the emulator has died
        provision_spanner(place, schema)
    return on_spanner(place)
