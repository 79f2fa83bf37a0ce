"""Pub/Sub dies, and comes back empty or never; Spanner aborts by chance: nothing is lost, both views are right."""

import os
import random
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from emulators.google.connect import connect
from emulators.google.kinds import PUBSUB, SPANNER, Kind
from emulators.google.start import Emulators
from emulators.processes.ports import free_port
from emulators.provisioning.pubsub import provision_pubsub, remove_subscriptions
from emulators.provisioning.spanner import provision_spanner
from emulators.system.run import running_system
from emulators.system.system import System
from onewrite.checks.topology import Topology
from onewrite.local.system import SpannerPlace
from tests.support.checks.ledger import check, follows, keep, obligations
from tests.support.systems.emulators import unique
from tests.support.systems.operators import is_quiet, is_reconciled, look, operate
from tests.support.systems.start_system import PATIENT, only
from tests.support.systems.traffic import Client, send_a_few, send_many
from tests.support.waiting.again import again_and_again
from tests.support.waiting.bounds import WAIT_SECONDS
from tests.support.waiting.eventually import eventually
from tests.support.waiting.seeds import seed

SERVED = (
    "accept_commands",
    "project_profiles",
    "project_interests",
    "relay_outbox",
    "reconcile_views",
    "operate_views",
)


@contextmanager
def emulator(kind: Kind, port: int, *flags: str) -> Iterator[subprocess.Popen[bytes]]:
    """One of our own, with flags of our own, for as long as the block lasts."""
    start = kind.start_command(port)
    command, environment = [*start.command, *flags], {**os.environ, **start.variables}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        eventually(partial(kind.responds, f"127.0.0.1:{port}", within=1))
        yield process
    finally:
        process.kill()
        process.wait(WAIT_SECONDS)


def test_a_bus_that_comes_back_empty_loses_no_event(emulators: Emulators, tmp_path: Path) -> None:
    dice, port, project = random.Random(seed()), free_port(), unique("chaos")
    settings = {
        **PATIENT,
        "ONEWRITE_PROJECT": project,
        "ONEWRITE_PUBLISH_TIMEOUT_SECONDS": "2",
        "ONEWRITE_RELAY_GRACE_SECONDS": "1",
    }
    served = only(tmp_path / "functions", *SERVED)
    with emulator(PUBSUB, port) as first:
        ours = Emulators(spanner=emulators.spanner, pubsub=f"127.0.0.1:{port}")
        with running_system(tmp_path / "system", settings=settings, emulators=ours, functions=served) as system:
            acknowledged = send_many(system, dice)
            first.kill()
            first.wait(WAIT_SECONDS)
            # The bus is down: commands are accepted all the same, and their events wait in the outbox.
            unpublished = send_a_few(system, dice)
            assert obligations(system.database) >= len(unpublished)
            with emulator(PUBSUB, port):
                provision_pubsub(ours.pubsub, project, Topology.read().served_from(served), system.urls)
                acknowledged += unpublished + send_many_that_are_followed(system, dice)
                # What the first bus had in flight is lost; no message will tell of it any more.
                eventually(lambda: is_reconciled(system))
                eventually(lambda: is_quiet(system))
                check(system.database, acknowledged)


def send_many_that_are_followed(system: System, dice: random.Random) -> list[str]:
    """Send to new accounts, and see both views follow, for which topics and subscriptions have to be there."""
    before = keep(system.database).versions
    acknowledged = send_many(system, dice)
    new = {stream: version for stream, version in heads(system).items() if stream not in before}
    eventually(lambda: follows(system.database, new))
    return acknowledged


def heads(system: System) -> dict[str, int]:
    return {stream: versions[-1] for stream, versions in keep(system.database).versions.items()}


def test_views_that_pull_stay_right_when_the_bus_is_gone(emulators: Emulators, tmp_path: Path) -> None:
    dice, port, project = random.Random(seed()), free_port(), unique("chaos")
    settings = {**PATIENT, "ONEWRITE_PROJECT": project, "ONEWRITE_PUBLISH_TIMEOUT_SECONDS": "2"}
    served = only(tmp_path / "functions", "accept_commands", "pull_profiles", "pull_interests", "operate_views")
    with emulator(PUBSUB, port) as bus:
        ours = Emulators(spanner=emulators.spanner, pubsub=f"127.0.0.1:{port}")
        running = running_system(
            tmp_path / "system", relay="none", delivery="pull", settings=settings, emulators=ours, functions=served
        )
        with running as system:
            with again_and_again(Client(system, dice).send) as load:
                load.goes_on()
                bus.kill()
                bus.wait(WAIT_SECONDS)
                load.goes_on()
                acknowledged = send_many(system, dice)
            eventually(lambda: follows(system.database, heads(system)))
            books = check(system.database, acknowledged)
            assert obligations(system.database) == len(books.event_ids), "nothing went out"
            for projection in ("profiles", "interests"):
                assert operate(system, "verify", projection=projection)["named"] == []
                assert look(system, "parked", projection=projection) == []


def test_a_store_that_aborts_by_chance_loses_no_event(emulators: Emulators, tmp_path: Path) -> None:
    dice, port, project = random.Random(seed()), free_port(), unique("chaos")
    with emulator(SPANNER, port, "--enable_fault_injection"):
        ours = Emulators(spanner=f"127.0.0.1:{port}", pubsub=emulators.pubsub)
        assert commits_are_aborted(ours)
        settings = {**PATIENT, "ONEWRITE_PROJECT": project, "ONEWRITE_WALK_LEASE_SECONDS": "3"}
        served = only(tmp_path / "functions", *SERVED, "rebuild_views")
        with running_system(tmp_path / "system", settings=settings, emulators=ours, functions=served) as system:
            acknowledged = send_many(system, dice)
            assert operate(system, "rebuild", projection="interests")["generation"] == 2
            acknowledged += send_many(system, dice)
            eventually(lambda: is_built(system, "interests"))
            assert operate(system, "verify", projection="interests")["named"] == []
            assert operate(system, "switch", projection="interests")["active"] == 2
            eventually(lambda: is_quiet(system))
            for generation in (1, 2):
                books = check(system.database, acknowledged, interests=generation)
                assert set(books.event_ids) == set(acknowledged)
        remove_subscriptions(emulators.pubsub, project)


def is_built(system: System, projection: str) -> bool:
    progress = look(system, "progress", projection=projection)
    return bool(progress["done"] == progress["ranges"] > 0)


def commits_are_aborted(emulators: Emulators) -> bool:
    """Commit with the bare client until one transaction had to be begun again."""
    place = SpannerPlace(host=emulators.spanner, project=unique("bare"), instance="onewrite", database="onewrite")
    provision_spanner(place)
    database, attempts = connect(place), list[int]()

    def write(transaction: Any, number: int) -> None:
        attempts.append(number)
        transaction.insert_or_update("relay_shards", ("shard", "fencing_token"), [[number, 1]])

    for number in range(200):
        database.run_in_transaction(write, number, timeout_secs=WAIT_SECONDS, default_retry_delay=0.01)
        if len(attempts) > number + 1:
            return True
    return False
