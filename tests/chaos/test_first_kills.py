"""kill -9 at the worst moment: the commit is there, the bus has not been heard of, nobody was told anything."""

import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import httpx
import pytest
from google.cloud.spanner_v1 import KeySet

from emulators.start import Emulators
from emulators.system import System
from tests.support.eventually import eventually
from tests.support.ledger import check, keep
from tests.support.subscriptions import received_from
from tests.support.systems import StartSystem
from tests.support.traffic import is_quiet

ADA = {"name": "Ada", "address": "London"}


@contextmanager
def silent_bus(emulators: Emulators) -> Iterator[None]:
    """It takes what is sent to it, and says nothing."""
    pubsub = next((process for process in emulators.processes if process.name == "pubsub"), None)
    if pubsub is None:
        pytest.skip("the Pub/Sub emulator was not started here, so it is not ours to stop")
    os.killpg(pubsub.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.killpg(pubsub.pid, signal.SIGCONT)


def create(system: System, account: str) -> httpx.Response:
    url = f"{system.url('accept_commands')}/accounts/{account}/create"
    return httpx.post(url, json=ADA, headers={"Idempotency-Key": f"create-{account}"}, timeout=60, trust_env=False)


def sweep(system: System) -> int:
    answer = httpx.post(system.url("relay_outbox"), timeout=60, trust_env=False)
    return int(answer.json()["published"])


def obligations(system: System) -> int:
    with system.database.snapshot() as snapshot:
        return len(list(snapshot.read("outbox", ["stream_id"], KeySet(all_=True))))


def test_a_process_killed_between_commit_and_publish_owes_nothing_that_is_not_paid(
    start_system: StartSystem, emulators: Emulators
) -> None:
    system = start_system(relay="eager", settings={"ONEWRITE_RELAY_GRACE_SECONDS": "0"}, restart=False)
    with ThreadPoolExecutor(1) as pool:
        with silent_bus(emulators):
            waiting = pool.submit(create, system, "7")
            eventually(lambda: keep(system.database).event_ids)
            assert not waiting.done(), "the command waits for the bus"
            system.kill("accept_commands")
        assert isinstance(waiting.exception(60), httpx.TransportError)
    assert obligations(system) == 1

    system.start("accept_commands")
    repeat = create(system, "7")
    assert (repeat.status_code, repeat.json()["version"]) == (201, 1)
    assert sweep(system) == 1
    eventually(lambda: is_quiet(system))
    check(system.database, [event["event_id"] for event in repeat.json()["events"]])


def test_four_relays_at_once_publish_everything(start_system: StartSystem) -> None:
    system = start_system(relay="none", settings={"ONEWRITE_RELAY_BATCH": "5"})
    assert system.pubsub is not None
    topic = f"projects/{system.pubsub.project}/topics/{system.pubsub.topic}"
    with received_from(system.pubsub.host, topic) as received, ThreadPoolExecutor(4) as pool:
        accounts = list(pool.map(lambda number: create(system, f"a{number}"), range(40)))
        acknowledged = {event["event_id"] for answer in accounts for event in answer.json()["events"]}
        assert len(acknowledged) == 40
        eventually(lambda: list(pool.map(sweep, [system] * 4)) and obligations(system) == 0)
        received.at_least(40)
        assert {message.attributes["ce-id"] for message in received.messages} == acknowledged
    eventually(lambda: is_quiet(system))
    check(system.database, list(acknowledged))
