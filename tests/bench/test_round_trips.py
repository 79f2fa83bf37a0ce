"""What a command calls, alone and with its eager relay: round trips, bytes, processor time (B13)."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from itertools import count
from time import process_time
from typing import Any

import pytest
from google.cloud.spanner_v1.database import Database
from google.pubsub_v1 import PublisherClient, PublishRequest
from google.pubsub_v1.services.publisher.transports import PublisherGrpcTransport

from accounts import ACCOUNTS
from emulators.google.start import Emulators
from onewrite.bootstrap import Adapters, App, build, cloud_adapters
from onewrite.domain.streams import StreamId
from onewrite.local.emulator_probes import local_channel
from tests.bench.floors.bare_commands import bare_change, bare_change_and_relay
from tests.bench.measuring.bare import bare_database, connection_of
from tests.bench.measuring.figures import a_cost, at_most
from tests.bench.measuring.results import Results
from tests.bench.measuring.rounds import take_turns
from tests.bench.measuring.traffic import Traffic, traffic_of
from tests.bench.test_commands import change_address
from tests.support.data.requests import an_account
from tests.support.systems.adapters import settings
from tests.support.systems.subscriptions import create_topic

ROUNDS, EACH = 6, 30
CLIENTS, TURNS = 8, 5
Send = Callable[[StreamId, str], object]


def test_a_command(app: App, results: Results) -> None:
    bare = bare_database(app)
    ours = Commands(app, connection_of(app).database, partial(change_address, app))
    tell(results, "a command", ours, Commands(app, bare, partial(bare_change, bare)), said=2)


def test_a_command_with_its_eager_relay(eager: App, bus: tuple[PublisherClient, str], results: Results) -> None:
    bare = bare_database(eager)
    ours = Commands(eager, connection_of(eager).database, partial(change_address, eager))
    floor = Commands(eager, bare, partial(bare_change_and_relay, bare, *bus))
    tell(results, "a command with its eager relay", ours, floor, said=4)


def test_commands_at_once_with_their_eager_relay(eager: App, results: Results) -> None:
    """What several have to clear from the outbox goes in one call."""
    ours = Commands(eager, connection_of(eager).database, partial(change_address, eager), each=CLIENTS)
    ours.send_at_once()
    with ours.traffic() as traffic:
        for _ in range(TURNS):
            ours.send_at_once()
    tell_calls(results, "each of eight commands at once", len(traffic.calls) / (CLIENTS * TURNS), said=4)


@pytest.fixture
def bus(emulators: Emulators, pubsub_project: str) -> Iterator[tuple[PublisherClient, str]]:
    """A bare client, and the topic."""
    topic = create_topic(emulators.pubsub, pubsub_project)
    with local_channel(emulators.pubsub) as channel:
        yield PublisherClient(transport=PublisherGrpcTransport(channel=channel)), topic


@pytest.fixture
def eager(spanner_adapters: Adapters, bus: object, pubsub_project: str) -> App:
    topic = cloud_adapters(settings(project=pubsub_project)).topic
    return build(settings(eager_relay=True), ACCOUNTS, replace(spanner_adapters, topic=topic))


class Commands:
    """Commands that change addresses, one for each stream in turn, sent to this database."""

    def __init__(self, app: App, database: Database, send: Send, each: int = EACH) -> None:
        self._database = database
        self._send = send
        self._streams = [an_account(app) for _ in range(each)]
        self._numbers = count(1)

    def send_one(self) -> None:
        self._send(self._streams[0], f"{next(self._numbers)} Fleet Street")

    def send_at_once(self) -> None:
        address = f"{next(self._numbers)} Fleet Street"
        with ThreadPoolExecutor(len(self._streams)) as pool:
            for done in [pool.submit(self._send, stream, address) for stream in self._streams]:
                done.result()

    def processor_milliseconds(self) -> float:
        """Return those of this process for one of them; the emulators are others."""
        address, begun = f"{next(self._numbers)} Fleet Street", process_time()
        for stream in self._streams:
            self._send(stream, address)
        return (process_time() - begun) * 1000 / len(self._streams)

    @contextmanager
    def traffic(self) -> Iterator[Traffic]:
        """Yield what goes to Spanner and to the bus as long as the block lasts."""
        publish = PublisherClient.publish
        with traffic_of(self._database) as traffic, pytest.MonkeyPatch.context() as patch:

            def weigh(client: PublisherClient, request: Any, **options: Any) -> Any:
                traffic.calls.append("publish")
                traffic.weigh(PublishRequest(request))
                return traffic.weigh(publish(client, request, **options))

            patch.setattr(PublisherClient, "publish", weigh)
            yield traffic


def tell(results: Results, what: str, ours: Commands, floor: Commands, *, said: int) -> None:
    rounds = take_turns(ROUNDS, ours=ours.processor_milliseconds, floor=floor.processor_milliseconds)
    with ours.traffic() as made:
        ours.send_one()
    with floor.traffic() as least:
        floor.send_one()
    assert len(least.calls) == said
    tell_calls(results, what, len(made.calls), said)
    results.add(a_cost("B13", what, "bytes", {"ours": [made.size], "floor": [least.size]}))
    results.add(a_cost("B13", what, "ms of processor", rounds))


def tell_calls(results: Results, what: str, made: float, said: int) -> None:
    calls = {"ours": [made], "floor": [float(said)]}
    results.add(a_cost("B13", what, "calls", calls, bar=at_most(1), beside="expected"))
