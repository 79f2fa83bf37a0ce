"""Benchmarks print what they measure, beside the floor: the bare client doing the minimum in the same run."""

import os
from collections.abc import Generator, Iterator
from pathlib import Path
from random import seed as seed_with

import pytest

from accounts import ACCOUNTS
from emulators.google.kinds import SPANNER
from emulators.google.start import Emulators
from emulators.paths import ROOT
from emulators.provisioning.spanner import provision_spanner
from onewrite.bootstrap import Adapters, App, build
from onewrite.checks.statements import schema
from tests.bench.measuring.picture import draw
from tests.bench.measuring.results import Results
from tests.support.domains.sold import DDL as SOLD
from tests.support.systems.adapters import on_spanner, settings
from tests.support.systems.emulators import alive, place_on
from tests.support.waiting.bounds import WAIT_SECONDS

RESULTS = Path(os.environ.get("BENCH_RESULTS") or ROOT / ".build/bench/bench.json")
SEED = int(os.environ.get("BENCH_SEED", "13"))
_results = Results(SEED)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "bench" in item.path.parts:
            item.add_marker(pytest.mark.bench)
            item.add_marker(pytest.mark.timeout(WAIT_SECONDS))


@pytest.fixture(scope="session")
def results() -> Iterator[Results]:
    """What this run has measured: shown and written when it ends."""
    yield _results
    _results.write(RESULTS)
    _results.show()
    print(f"All of it, for machines: {RESULTS.relative_to(ROOT) if RESULTS.is_relative_to(ROOT) else RESULTS}")
    print(f"As a picture: {draw(RESULTS)}")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.failed and "bench" in item.path.parts:
        _results.broken.append(item.name)
    return report


@pytest.fixture(autouse=True)
def seeded() -> None:
    """The same chance in every run and in every benchmark."""
    seed_with(SEED)


@pytest.fixture
def emulators(running: Emulators) -> Emulators:
    """Both, and Spanner's just started: the longer it has worked, the longer it lets each read wait."""
    if spanner := running.process(SPANNER):
        spanner.stop()
    return alive(running)


@pytest.fixture
def app(spanner_adapters: Adapters) -> App:
    return build(settings(eager_relay=False), ACCOUNTS, spanner_adapters, wait=lambda _: None)


@pytest.fixture
def large_adapters(emulators: Emulators) -> Adapters:
    """Adapters over an empty database without a change stream, for which the emulator takes twice as long an event."""
    place = place_on(emulators)
    wanted = [statement for statement in schema() if "CREATE CHANGE STREAM" not in statement]
    provision_spanner(place, [*wanted, *SOLD])
    return on_spanner(place)
