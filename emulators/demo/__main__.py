"""`make demo`: play the whole story; exit code 1 if anything differs from what it should be."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from emulators.demo.clients import Clients
from emulators.demo.load import tell_a_load
from emulators.demo.mischief import tell_a_sudden_death, tell_what_the_bus_does_wrong
from emulators.demo.story import tell_the_life_of_an_account
from emulators.demo.teller import Teller
from emulators.errors import CannotRun
from emulators.run import running_system
from emulators.schedule import running_schedules
from emulators.signals import Stop, stopped_by_signals
from emulators.start import emulators_are_there
from emulators.topology import Topology

USAGE = 2


def main() -> int:
    teller = Teller()
    try:
        with stopped_by_signals(), TemporaryDirectory(prefix="onewrite-demo-") as folder:
            play(teller, Path(folder))
    except CannotRun as refusal:
        print(f"make demo: {refusal}", file=sys.stderr)
        return USAGE
    except Stop:
        teller.say("Stopped.")
        return 1
    return teller.end()


def play(teller: Teller, folder: Path) -> None:
    """No relay runs by itself at first: the story says when the outbox is swept, and what the bus does wrong."""
    if emulators_are_there():
        teller.say("Starting the real Spanner and Pub/Sub emulators, and every function in a process of its own …")
    with running_system(folder / "system", relay="none", say=teller.say) as system, Clients(system) as clients:
        tell_the_life_of_an_account(teller, clients)
        tell_what_the_bus_does_wrong(teller, clients)
        tell_a_sudden_death(teller, clients)
        with running_schedules(Topology.read(), system.urls):
            tell_a_load(teller, clients)


if __name__ == "__main__":
    sys.exit(main())
