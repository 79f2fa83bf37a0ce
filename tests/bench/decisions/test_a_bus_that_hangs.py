"""What a command costs while the bus takes connections and answers nothing, beside one that leaves it alone."""

import socket
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from statistics import fmean
from time import monotonic

import pytest

from accounts import ACCOUNTS
from onewrite.bootstrap import Adapters, App, build, cloud_adapters
from tests.bench.measuring.timing import milliseconds, percentiles
from tests.support.http.call import a_request
from tests.support.systems.adapters import settings

SECONDS, EACH = 150, 50


@pytest.fixture
def silent_bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with socket.create_server(("127.0.0.1", 0), backlog=100) as listener:
        monkeypatch.setenv("PUBSUB_EMULATOR_HOST", f"127.0.0.1:{listener.getsockname()[1]}")
        yield


@pytest.mark.usefixtures("silent_bus")
def test_a_command_takes_while_the_bus_hangs(spanner_adapters: Adapters) -> None:
    adapters = replace(spanner_adapters, topic=cloud_adapters(settings()).topic)
    numbers = count(1)

    def of(*, eager_relay: bool) -> App:
        return build(settings(eager_relay=eager_relay, eager_relay_seconds=2), ACCOUNTS, adapters)

    def send(app: App) -> None:
        body = {"name": "Ada", "address": "London"}
        assert app.commands(a_request("POST", f"/accounts/c{next(numbers)}/create", body)).status_code == 201

    eager, scheduled = of(eager_relay=True), of(eager_relay=False)
    hanging, alone = list[float](), list[float]()
    end = monotonic() + SECONDS
    while monotonic() < end:
        hanging += milliseconds(lambda: send(eager), EACH)
        alone += milliseconds(lambda: send(scheduled), EACH)
    waited = sum(taken > 1000 for taken in hanging)
    print(f"\nthe bus hangs: {percentiles(hanging)}, mean {fmean(hanging):.1f} ms; {waited} of {len(hanging)} waited")
    print(f"RELAY=scheduled: {percentiles(alone)}, mean {fmean(alone):.1f} ms")
