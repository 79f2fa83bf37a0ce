"""Pub/Sub dies and comes back empty; Spanner aborts commits by chance: nothing is lost, both views are right."""

import random
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from emulators.kinds import PUBSUB, SPANNER, Kind
from emulators.ports import free_port
from emulators.provision_pubsub import provision_pubsub
from emulators.run import running_system
from emulators.start import Emulators
from emulators.topology import Topology
from tests.support.emulators import unique
from tests.support.eventually import eventually
from tests.support.ledger import check
from tests.support.traffic import is_quiet, reconciled, seed, send_many

#: A message whose function was killed may come again only after its deadline of a minute.
pytestmark = pytest.mark.timeout(300)

COMMANDS = 120


@contextmanager
def emulator(kind: Kind, port: int, *flags: str) -> Iterator[subprocess.Popen[bytes]]:
    """One of our own, with flags of our own, for as long as the block lasts."""
    found = kind.found(port)
    assert found is not None
    process = subprocess.Popen([*found.command, *flags], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        eventually(partial(kind.answers, f"127.0.0.1:{port}", within=1), within=30)
        yield process
    finally:
        process.kill()
        process.wait(20)


def test_a_bus_that_comes_back_empty_loses_no_event(emulators: Emulators, tmp_path: Path) -> None:
    dice, port, project = random.Random(seed()), free_port(), unique("chaos")
    settings = {
        "ONEWRITE_PROJECT": project,
        "ONEWRITE_PUBLISH_TIMEOUT_SECONDS": "2",
        "ONEWRITE_RELAY_GRACE_SECONDS": "1",
    }
    with emulator(PUBSUB, port) as first:
        ours = Emulators(spanner=emulators.spanner, pubsub=f"127.0.0.1:{port}", processes=())
        with running_system(tmp_path / "system", settings=settings, emulators=ours) as system:
            acknowledged = send_many(system, COMMANDS, dice)
            first.kill()
            first.wait(20)
            # The bus is down: commands are accepted all the same, and their events wait in the outbox.
            acknowledged += send_many(system, 9, dice)
            with emulator(PUBSUB, port):
                provision_pubsub(ours.pubsub, project, Topology.read(), system.urls)
                acknowledged += send_many(system, COMMANDS, dice)
                eventually(lambda: reconciled(system)["unpublished"] == 0, within=100)
                eventually(lambda: is_quiet(system), within=100)
                check(system.database, acknowledged)


def test_a_store_that_aborts_by_chance_loses_no_event(emulators: Emulators, tmp_path: Path) -> None:
    dice, port, project = random.Random(seed()), free_port(), unique("chaos")
    with emulator(SPANNER, port, "--enable_fault_injection"):
        ours = Emulators(spanner=f"127.0.0.1:{port}", pubsub=emulators.pubsub, processes=())
        with running_system(tmp_path / "system", settings={"ONEWRITE_PROJECT": project}, emulators=ours) as system:
            acknowledged = send_many(system, COMMANDS, dice)
            eventually(lambda: is_quiet(system), within=100)
            books = check(system.database, acknowledged)
            assert set(books.event_ids) == set(acknowledged)
