"""Emulators for tests: one pair for each worker, a database or a project of its own for each test."""

import os
from collections.abc import Iterable, Iterator
from functools import partial
from uuid import uuid4

import pytest
from google.api_core.exceptions import NotFound
from google.cloud.spanner_v1 import KeySet
from google.cloud.spanner_v1.database import Database

from emulators.google.connect import connect
from emulators.google.start import Emulators, emulators_available, running_emulators
from emulators.provisioning.spanner import provision_spanner
from onewrite.checks.statements import schema, tables
from onewrite.local.emulator_probes import pubsub_responds, spanner_responds
from onewrite.local.system import SpannerPlace
from tests.support.waiting.bounds import WAIT_SECONDS
from tests.support.waiting.eventually import eventually

INSTANCE = "onewrite"
TABLES = sorted(tables(schema()))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "running" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.emulator)


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulators]:
    """Both emulators, named by the environment for the clients that look there."""
    if not emulators_available():
        reason = "no emulators: install the Google Cloud SDK's Spanner and Pub/Sub emulators"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with running_emulators(tmp_path_factory.mktemp("emulators")) as running, pytest.MonkeyPatch.context() as patch:
        for name, value in running.environment.items():
            patch.setenv(name, value)
        yield running


@pytest.fixture
def emulators(running: Emulators) -> Emulators:
    """Both of them, alive."""
    return alive(running)


def alive(running: Emulators) -> Emulators:
    """Start the one that died in a test before: that test fails, not those after it."""
    dead = [process for process in running.processes if not process.is_alive]
    for process in dead:
        process.start()
    if dead:
        eventually(partial(spanner_responds, running.spanner, within=1))
        eventually(partial(pubsub_responds, running.pubsub, within=1))
    return running


@pytest.fixture
def spanner_place(emulators: Emulators) -> SpannerPlace:
    """Where a test can make a database of its own."""
    return place_on(emulators)


@pytest.fixture(scope="session")
def place_of_all(running: Emulators) -> SpannerPlace:
    """Where the database is that the tests of a worker use one after the other."""
    return place_on(running)


@pytest.fixture
def spanner_database(emulators: Emulators, place_of_all: SpannerPlace) -> Database:
    """A database with the tables of infra/schema and no row: to empty one takes a tenth of making one."""
    database = connect(place_of_all)
    try:
        empty(database)
    except NotFound:  # the first test, or one after the emulator has died
        provision_spanner(place_of_all)
    return database


def place_on(emulators: Emulators) -> SpannerPlace:
    return SpannerPlace(host=emulators.spanner, project=unique("test"), instance=INSTANCE, database="onewrite")


def empty(database: Database, created: Iterable[str] = TABLES) -> None:
    with database.batch() as batch:
        for table in created:
            batch.delete(table, KeySet(all_=True))


def drop(database: Database) -> None:
    """Left alone, the client would wait an hour for an emulator that has died."""
    api = database._instance._client.database_admin_api
    api.drop_database(database=database.name, retry=None, timeout=WAIT_SECONDS)


@pytest.fixture
def pubsub_project(emulators: Emulators) -> str:
    """A project that no other test publishes to."""
    return unique("test")


def unique(name: str) -> str:
    return f"{name}-{uuid4().hex[:12]}"
