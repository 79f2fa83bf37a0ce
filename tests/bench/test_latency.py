"""How long after it was sent a command's event is published, and its view has it: each relay, push and pull."""

from collections.abc import Callable
from functools import partial
from time import perf_counter

import httpx
import pytest

from emulators.system.system import System
from tests.bench.measuring.timing import percentiles
from tests.support.systems.start_system import StartSystem, another_instance
from tests.support.waiting.eventually import eventually

TIMES = 50
WAYS = {
    "eager relay, push": ("eager,scheduled", "push"),
    "scheduled relay (each second), push": ("scheduled", "push"),
    "change stream, push": ("change-stream", "push"),
    "no relay, pull": ("none", "pull"),
}


def times_until(happened: Callable[[str], bool], system: System) -> list[float]:
    """Return the milliseconds from sending a command until it has happened, for each of so many accounts."""
    taken = []
    with httpx.Client(trust_env=False, timeout=20) as client:
        for number in range(TIMES):
            key, body = f"l{number}", {"name": "Ada", "address": "London"}
            begun = perf_counter()
            response = client.post(f"{system.url('accept_commands')}/accounts/{key}/create", json=body)
            assert response.status_code == httpx.codes.CREATED
            eventually(partial(happened, key), longest_poll=0.005)
            taken.append((perf_counter() - begun) * 1000)
    return taken


@pytest.mark.parametrize("way", WAYS)
def test_a_view_follows_after(start_system: StartSystem, way: str) -> None:
    relay, delivery = WAYS[way]
    system = start_system(relay=relay, delivery=delivery)
    with httpx.Client(trust_env=False, timeout=20) as client:
        profiles = f"{system.url('answer_queries')}/profiles"
        taken = times_until(lambda key: client.get(f"{profiles}/{key}").status_code == httpx.codes.OK, system)
    print(f"\n{way}: from a command to its view {percentiles(taken)}")


@pytest.mark.parametrize("relay", ["eager", "scheduled", "change-stream"])
def test_an_event_is_published_after(start_system: StartSystem, relay: str) -> None:
    system = start_system(relay=relay)
    outbox = another_instance(system).adapters.outbox
    taken = times_until(lambda _: outbox.count() == 0, system)
    print(f"\n{relay}: from a command until the bus has acknowledged its event {percentiles(taken)}")
