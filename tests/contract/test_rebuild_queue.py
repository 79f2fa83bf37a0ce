"""What every rebuild queue keeps its word on: so many workers are requested, or whoever requests them is told."""

from collections.abc import Callable, Iterator

import pytest
from cloudevents.http import from_http

from emulators.google.start import Emulators
from onewrite.adapters.cloudevents import rebuild_of
from onewrite.adapters.memory import MemoryRebuildQueue
from onewrite.application.ports.rebuild_queue import RebuildQueue
from onewrite.bootstrap import cloud_adapters
from onewrite.errors import Unavailable
from tests.support.systems.adapters import settings
from tests.support.systems.subscriptions import create_topic, received_from

#: Waits for so many workers that were requested, and returns what each was requested for.
Requested = Callable[[int], list[tuple[str, int]]]


@pytest.fixture(params=["memory", pytest.param("pubsub", marks=pytest.mark.emulator)])
def queue(request: pytest.FixtureRequest) -> tuple[RebuildQueue, Requested]:
    queue: tuple[RebuildQueue, Requested] = request.getfixturevalue(f"{request.param}_queue")
    return queue


@pytest.fixture
def memory_queue() -> tuple[RebuildQueue, Requested]:
    requested: list[tuple[str, int]] = []
    return MemoryRebuildQueue(worker=lambda *what: requested.append(what)), lambda number: requested


@pytest.fixture
def pubsub_queue(emulators: Emulators, pubsub_project: str) -> Iterator[tuple[RebuildQueue, Requested]]:
    path = create_topic(emulators.pubsub, pubsub_project, "rebuild_ranges")
    with received_from(emulators.pubsub, path) as received:

        def requested(number: int) -> list[tuple[str, int]]:
            messages = received.at_least(number)
            return [rebuild_of(from_http(dict(message.attributes), message.data)) for message in messages]

        yield cloud_adapters(settings(project=pubsub_project)).rebuild_queue, requested


def test_so_many_workers_are_requested_and_told_for_what(queue: tuple[RebuildQueue, Requested]) -> None:
    rebuild_queue, requested = queue
    rebuild_queue.request_workers("profiles", 2, 0)
    rebuild_queue.request_workers("profiles", 2, 3)
    rebuild_queue.request_workers("interests", 7, 1)
    assert sorted(requested(4)) == [("interests", 7), ("profiles", 2), ("profiles", 2), ("profiles", 2)]


def test_whoever_requests_workers_is_told_that_the_bus_is_out_of_reach(
    emulators: Emulators, pubsub_project: str
) -> None:
    with pytest.raises(Unavailable, match="No worker could be requested"):
        cloud_adapters(settings(project=pubsub_project)).rebuild_queue.request_workers("profiles", 2, 3)
