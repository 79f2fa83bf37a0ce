"""Benchmarks print what they measure, beside the floor: the bare client doing the minimum in the same run."""

import os
import platform
from collections.abc import Callable
from statistics import quantiles
from time import perf_counter

import pytest

from accounts import ACCOUNTS
from onewrite.bootstrap import Adapters, App, build
from tests.support.systems.adapters import settings


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "bench" in item.path.parts:
            item.add_marker(pytest.mark.bench)
            item.add_marker(pytest.mark.timeout(600))


@pytest.fixture(scope="session", autouse=True)
def environment() -> None:
    cores = os.cpu_count()
    print(f"\nPython {platform.python_version()}, {cores} cores, {platform.machine()}, Spanner and Pub/Sub emulators")


@pytest.fixture
def app(spanner_adapters: Adapters) -> App:
    return build(settings(eager_relay=False), ACCOUNTS, spanner_adapters, wait=lambda _: None)


@pytest.fixture
def report() -> Callable[[str, float, float], None]:
    """Print a rate beside its floor."""

    def tell(what: str, rate: float, floor: float) -> None:
        print(f"{what}: {rate:,.0f}/s; floor {floor:,.0f}/s; {rate / floor:.0%} of it")

    return tell


def milliseconds(act: Callable[[], object], times: int) -> list[float]:
    """Return how long each of so many runs took."""
    taken = []
    for _ in range(times):
        begun = perf_counter()
        act()
        taken.append((perf_counter() - begun) * 1000)
    return taken


def percentiles(taken: list[float]) -> str:
    cut = quantiles(taken, n=100, method="inclusive")
    return f"p50 {cut[49]:.1f} ms, p95 {cut[94]:.1f} ms, p99 {cut[98]:.1f} ms"
