"""`make demo`: play the whole story; exit code 1 if anything differs from what it should be."""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp
from typing import Final
from uuid import uuid4

from google.api_core.exceptions import GoogleAPIError

from emulators.demo.clients import Clients, UnexpectedResponse
from emulators.demo.club import tell_of_a_club
from emulators.demo.death import tell_a_sudden_death
from emulators.demo.load import Load, load_of, tell_a_load
from emulators.demo.mischief import tell_what_the_bus_does_wrong
from emulators.demo.story import tell_the_life_of_an_account
from emulators.demo.teller import Teller
from emulators.demo.ways import BY_HAND, Ways, ways_of
from emulators.errors import CannotRun
from emulators.functions.schedule import running_schedules
from emulators.processes.signals import Stop, stopped_by_signals
from emulators.provisioning.pubsub import remove_subscriptions
from emulators.settings.relays import relay_settings, uncalled
from emulators.system.run import running_system
from emulators.system.system import System
from onewrite.checks.errors import DoesNotFit
from onewrite.checks.topology import Topology

DIFFERS: Final = 1
USAGE: Final = 2
STOPPED: Final = 130


def main() -> int:
    folder = Path(mkdtemp(prefix="onewrite-demo-"))
    code = tell(folder)
    if code in {0, STOPPED} or not any(folder.rglob("*.log")):
        shutil.rmtree(folder)
    return code


def tell(folder: Path) -> int:
    """Play it, and say how it ended; logs stay in the folder."""
    teller = Teller()
    try:
        load, ways = load_of(os.environ.get("COMMANDS", "")), ways_of(os.environ)
        with stopped_by_signals():
            play(teller, folder / "system", load, ways)
    except (CannotRun, DoesNotFit) as refusal:
        print(f"make demo: {refusal}", file=sys.stderr)
        return DIFFERS if isinstance(refusal, UnexpectedResponse) else USAGE
    except Stop:
        teller.say("Stopped.")
        return STOPPED
    return DIFFERS if teller.end(folder) else 0


def play(teller: Teller, folder: Path, load: Load, ways: Ways) -> None:
    """No relay runs by itself at first: the story says when it publishes, and what the bus does wrong."""
    settings = {"ONEWRITE_PROJECT": f"demo-{uuid4().hex[:8]}", "ONEWRITE_DOMAIN": "accounts:ACCOUNTS", **BY_HAND}
    local = running_system(
        folder,
        relay=ways.relay,
        delivery=ways.delivery,
        scheduled=False,
        settings=settings,
        watch=True,
        say=teller.say,
    )
    with local as system, _leaving_no_subscription(system), Clients(system, ways) as clients:
        teller.say(str(ways))
        clients.begin()
        tell_the_life_of_an_account(teller, clients)
        tell_what_the_bus_does_wrong(teller, clients)
        tell_of_a_club(teller, clients)
        tell_a_sudden_death(teller, clients)
        with _by_themselves(system):
            tell_a_load(teller, clients, load)


@contextmanager
def _leaving_no_subscription(system: System) -> Iterator[None]:
    """An adopted emulator would push to dead functions for ever."""
    try:
        yield
    finally:
        if system.pubsub:
            with suppress(GoogleAPIError):  # it may be dead
                remove_subscriptions(system.pubsub.host, system.pubsub.project)


@contextmanager
def _by_themselves(system: System) -> Iterator[None]:
    """Let the relays run that were chosen, and what pulls.

    From the sudden death on commands may publish at once: the scheduled relay has to leave them the time for it.
    """
    if system.emulators:
        system.restart("relay_outbox", relay_settings(system.relay))
    with running_schedules(Topology.read().without(uncalled(system.relay)), system.urls):
        yield


if __name__ == "__main__":
    sys.exit(main())
