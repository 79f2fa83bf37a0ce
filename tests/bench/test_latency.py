"""How long after a command's answer its view has it, through Pub/Sub's push and real processes."""

from functools import partial
from itertools import count
from time import perf_counter

import httpx

from tests.bench.conftest import percentiles
from tests.support.systems.start_system import StartSystem
from tests.support.waiting.eventually import eventually

TIMES = 100


def _is_there(client: httpx.Client, url: str) -> bool:
    return client.get(url).status_code == httpx.codes.OK


def test_a_view_follows_after(start_system: StartSystem) -> None:
    system = start_system(relay="eager,scheduled")
    numbers, taken = count(1), []
    with httpx.Client(trust_env=False, timeout=20) as client:
        for _ in range(TIMES):
            key = f"l{next(numbers)}"
            body = {"name": "Ada", "address": "London"}
            assert client.post(f"{system.url('accept_commands')}/accounts/{key}/create", json=body).status_code == 201
            begun = perf_counter()
            profile = f"{system.url('answer_queries')}/profiles/{key}"
            eventually(partial(_is_there, client, profile))
            taken.append((perf_counter() - begun) * 1000)
    print(f"\nfrom a command's answer to its view: {percentiles(taken)}")
    assert len(taken) == TIMES
