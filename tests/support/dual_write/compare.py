"""What the old way loses: save-then-publish and Onewrite under the same kills, on the same emulators, for real.

Each way is a function in a process of its own. It gets the same commands, and is killed at the same ones, between its
commit and its publish. The old way's views know what the bus brought; so count for both what a subscriber did not get.
Run it: `python -m tests.support.dual_write`.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from emulators.google.start import Emulators
from emulators.provisioning.pubsub import remove_subscriptions
from emulators.system.run import running_system
from emulators.system.system import System
from tests.support.checks.ledger import check, keep, obligations
from tests.support.faults.wire import Wire, wire_to
from tests.support.http.curl import CURL
from tests.support.systems.emulators import unique
from tests.support.systems.operators import swept
from tests.support.systems.start_system import PATIENT, only
from tests.support.systems.subscriptions import Received, published_by
from tests.support.waiting.bounds import WAIT_SECONDS
from tests.support.waiting.eventually import eventually

COMMANDS = 30
KILL_EVERY = 3
OLD_WAY = Path(__file__).parent / "old_way"
ADA = {"name": "Ada", "address": "London"}
#: The eager relay waits longer for the bus than any kill takes; the scheduled one takes what there is.
SETTINGS = {**PATIENT, "ONEWRITE_EAGER_RELAY_SECONDS": str(WAIT_SECONDS), "ONEWRITE_RELAY_GRACE_SECONDS": "0"}


@dataclass(frozen=True)
class Way:
    """A function that takes commands, its wire to the bus, and what a subscriber gets."""

    system: System
    wire: Wire
    received: Received

    def create(self, account: str) -> httpx.Response:
        url = f"{self.system.url('accept_commands')}/accounts/{account}/create"
        return CURL.post(url, json=ADA, headers={"Idempotency-Key": account})

    def create_and_kill(self, account: str) -> None:
        """Kill it as soon as its commit is there and it has sent something that the bus will never see."""
        saved = len(self.event_ids())
        with ThreadPoolExecutor(1) as pool, self.wire.dead():
            waiting = pool.submit(self.create, account)
            eventually(lambda: self.wire.swallowed and len(self.event_ids()) > saved)
            assert not waiting.done(), "it waits for the bus"
            self.system.kill("accept_commands")
            assert isinstance(waiting.exception(WAIT_SECONDS), httpx.TransportError), "nobody was told anything"
        self.system.start("accept_commands")

    def event_ids(self) -> set[str]:
        return set(keep(self.system.database).event_ids)


@dataclass(frozen=True)
class Compared:
    events: int
    kills: int
    missed_by_the_old_way: int
    missed_by_onewrite: int

    def __str__(self) -> str:
        return (
            f"{self.events} events; kill -9 fell {self.kills} times between commit and publish\n"
            f"  save, then publish   the views miss {self.missed_by_the_old_way} events, and nothing says so\n"
            f"  Onewrite             the views miss {self.missed_by_onewrite}"
        )


def compare(emulators: Emulators, folder: Path, commands: int = COMMANDS) -> Compared:
    with running_way(emulators, folder / "old_way", OLD_WAY) as old_way:
        killed = send_and_kill(old_way, commands)
        missed_by_the_old_way = missed(old_way, commands - len(killed))
    functions = only(folder / "functions", "accept_commands", "relay_outbox", "project_profiles", "project_interests")
    with running_way(emulators, folder / "onewrite", functions) as onewrite:
        killed = send_and_kill(onewrite, commands)
        assert obligations(onewrite.system.database) == len(killed)
        repeats = [onewrite.create(account) for account in killed]
        assert {(repeat.status_code, repeat.json()["version"]) for repeat in repeats} == {(201, 1)}
        assert swept(onewrite.system)["published"] == len(killed)
        missed_by_onewrite = missed(onewrite, commands)
        told = [repeat.json()["events"][0]["event_id"] for repeat in repeats]
        eventually(lambda: check(onewrite.system.database, told))
    return Compared(commands, len(killed), missed_by_the_old_way, missed_by_onewrite)


def send_and_kill(way: Way, commands: int) -> list[str]:
    """Send commands and kill at every third; return the accounts whose commands nobody answered."""
    killed = []
    for number in range(commands):
        if number % KILL_EVERY == KILL_EVERY - 1:
            way.create_and_kill(f"a{number}")
            killed.append(f"a{number}")
        else:
            assert way.create(f"a{number}").status_code == httpx.codes.CREATED
    assert len(way.event_ids()) == commands
    return killed


def missed(way: Way, expected: int) -> int:
    """Wait for what is expected, and a moment longer; count the events in the store that did not come."""
    way.received.at_least(expected)
    return len(way.event_ids() - way.received.rest())


@contextmanager
def running_way(emulators: Emulators, folder: Path, functions: Path) -> Iterator[Way]:
    with wire_to(emulators.pubsub) as wire:
        wired = Emulators(emulators.spanner, wire.host)
        settings = {"ONEWRITE_PROJECT": unique("way"), **SETTINGS}
        running = running_system(
            folder, relay="eager", settings=settings, emulators=wired, functions=functions, restart=False
        )
        try:
            with running as system, published_by(system) as received:
                yield Way(system, wire, received)
        finally:
            remove_subscriptions(emulators.pubsub, settings["ONEWRITE_PROJECT"])
