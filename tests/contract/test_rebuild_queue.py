"""What every bell of a rebuild keeps its word on: so many are called, or whoever rings is told."""

from collections.abc import Callable, Iterator

import pytest
from cloudevents.http import from_http

from emulators.google.start import Emulators
from onewrite.adapters.cloudevents import rebuild_of
from onewrite.adapters.memory import MemoryRebuildBell
from onewrite.application.ports.rebuild_queue import RebuildBell
from onewrite.bootstrap import cloud_adapters
from onewrite.errors import Unavailable
from tests.support.systems.adapters import settings
from tests.support.systems.subscriptions import create_topic, received_from

Called = Callable[[int], list[tuple[str, int]]]


@pytest.fixture(params=["memory", pytest.param("pubsub", marks=pytest.mark.emulator)])
def bell(request: pytest.FixtureRequest) -> tuple[RebuildBell, Called]:
    """A bell, and a way to wait for so many who were called and get what they were called for."""
    bell: tuple[RebuildBell, Called] = request.getfixturevalue(f"{request.param}_bell")
    return bell


@pytest.fixture
def memory_bell() -> tuple[RebuildBell, Called]:
    called: list[tuple[str, int]] = []
    return MemoryRebuildBell(answer=lambda *what: called.append(what)), lambda number: called


@pytest.fixture
def pubsub_bell(emulators: Emulators, pubsub_project: str) -> Iterator[tuple[RebuildBell, Called]]:
    path = create_topic(emulators.pubsub, pubsub_project, "rebuild_ranges")
    with received_from(emulators.pubsub, path) as received:

        def called(number: int) -> list[tuple[str, int]]:
            messages = received.at_least(number)
            return [rebuild_of(from_http(dict(message.attributes), message.data)) for message in messages]

        yield cloud_adapters(settings(project=pubsub_project)).bell, called


def test_so_many_are_called_and_told_for_what(bell: tuple[RebuildBell, Called]) -> None:
    rung, called = bell
    rung.ring("profiles", 2, 0)
    rung.ring("profiles", 2, 3)
    rung.ring("interests", 7, 1)
    assert sorted(called(4)) == [("interests", 7), ("profiles", 2), ("profiles", 2), ("profiles", 2)]


def test_whoever_rings_is_told_that_nobody_hears(emulators: Emulators, pubsub_project: str) -> None:
    with pytest.raises(Unavailable, match="Nobody was called to a rebuild"):
        cloud_adapters(settings(project=pubsub_project)).bell.ring("profiles", 2, 3)
