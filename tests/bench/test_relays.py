"""How fast a sweep empties the outbox, beside the bare clients reading, publishing and deleting the same rows (B4)."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import islice
from time import perf_counter

import pytest
from google.pubsub_v1 import PublisherClient
from google.pubsub_v1.services.publisher.transports import PublisherGrpcTransport

from accounts import ACCOUNTS
from emulators.google.start import Emulators
from onewrite.bootstrap import Adapters, App, build, cloud_adapters
from onewrite.domain.streams import StreamId
from onewrite.local.emulator_probes import local_channel
from tests.bench.floors.bare_relay import bare_sweep
from tests.bench.measuring.bare import bare_database, connection_of
from tests.bench.measuring.figures import a_rate, at_least
from tests.bench.measuring.growth import growth_beside_floor
from tests.bench.measuring.results import Results
from tests.bench.measuring.rounds import take_turns
from tests.bench.measuring.seeding import open_streams, owe
from tests.support.systems.adapters import settings
from tests.support.systems.subscriptions import create_topic

FEW, MANY = 2_000, 20_000
EVENTS = 5
WHY = "with leases and watermarks a sweep of 2,000 rows makes 41 calls of Spanner, and the floor 13"
#: How many rounds of each number of rows, and how many come before to warm up.
ROUNDS, WARM_UP = {FEW: 5, MANY: 1}, {FEW: 1, MANY: 0}


@pytest.fixture
def publishing(large_adapters: Adapters, emulators: Emulators, pubsub_project: str) -> tuple[App, str]:
    """An application on both emulators, and the path of its topic."""
    path = create_topic(emulators.pubsub, pubsub_project)
    topic = cloud_adapters(settings(project=pubsub_project)).topic
    return build(settings(eager_relay=False), ACCOUNTS, replace(large_adapters, topic=topic)), path


def test_a_sweep_empties_the_outbox(publishing: tuple[App, str], emulators: Emulators, results: Results) -> None:
    app, path = publishing
    streams = open_streams(connection_of(app), MANY // EVENTS, EVENTS)
    database, batch = bare_database(app), settings().relay_batch
    with local_channel(emulators.pubsub) as channel:
        publisher = PublisherClient(transport=PublisherGrpcTransport(channel=channel))
        taken = {
            rows: take_turns(
                rounds,
                warm_up=WARM_UP[rows],
                ours=sweeping(app, streams, rows, lambda: app.sweep_outbox().published),
                floor=sweeping(app, streams, rows, lambda: bare_sweep(database, publisher, path, batch=batch)),
            )
            for rows, rounds in ROUNDS.items()
        }
    for rows, rounds in taken.items():
        what = f"sweep of {rows:,} outbox rows"
        results.add(a_rate("B4", what, "rows/s", rounds, each=rows, bar=at_least(0.8), why=WHY))
    ours, floor = ({rows: rounds[side] for rows, rounds in taken.items()} for side in ("ours", "floor"))
    results.add(growth_beside_floor("B4", "sweep, time of one row", ours, floor))


def sweeping(app: App, streams: Sequence[StreamId], rows: int, sweep: Callable[[], int]) -> Callable[[], float]:
    """Return what fills the outbox and measures the sweep that empties it."""

    def fill_and_sweep() -> float:
        events = ((stream, version) for stream in streams for version in range(1, EVENTS + 1))
        owe(connection_of(app), islice(events, rows))
        begun = perf_counter()
        assert sweep() == rows
        return perf_counter() - begun

    return fill_and_sweep
