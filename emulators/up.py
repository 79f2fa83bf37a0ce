"""`make up`: runs the whole system in the foreground, until Ctrl-C, a signal, or the end of the parent process."""

import os
import sys
import time
from contextlib import nullcontext, suppress
from pathlib import Path
from typing import NoReturn

from rich.console import Console

from emulators.errors import CannotRun
from emulators.functions.logs import LogWarnings
from emulators.paths import FUNCTIONS, LOCAL
from emulators.processes.signals import Stop, stopped_by_signals
from emulators.reloading.reloader import reloading
from emulators.say import Say
from emulators.settings.watch import watches
from emulators.system.run import running_system
from emulators.system.screen import show
from emulators.system.system import System
from onewrite.checks.errors import DoesNotFit

USAGE = 2
CHECK_EVERY_SECONDS = 0.2
#: Possible first ports: none needs a privilege, and one for each function follows.
PORTS = range(1024, 65_001)


def main(folder: Path = LOCAL, functions: Path | None = None) -> int:
    console, parent = Console(), os.getppid()

    def say(line: str) -> None:
        with suppress(OSError, SystemExit):  # the reader of this output may be gone
            console.print(line, markup=False, highlight=False, soft_wrap=True)

    try:
        relay, port = os.environ.get("RELAY") or "eager,scheduled", first_port(os.environ.get("PORT") or "8080")
        watch, delivery = watches(os.environ.get("WATCH") or "yes"), os.environ.get("DELIVERY") or "push"
        local = running_system(
            folder, functions=functions, relay=relay, delivery=delivery, first_port=port, watch=True, say=say
        )
        with stopped_by_signals(), local as system:
            show(console, system, delivery)
            with reloading(system, functions or FUNCTIONS, say) if watch else nullcontext():
                show_warnings(system, parent, say)
    except (CannotRun, DoesNotFit) as refusal:
        print(f"make up: {refusal}", file=sys.stderr)
        return USAGE
    except Stop:
        say("Stopped.")
    return 0


def first_port(text: str) -> int:
    """Read the value of PORT. Raises `CannotRun`."""
    if text.isdecimal() and int(text) in PORTS:
        return int(text)
    raise CannotRun(f"PORT={text} is not a port: use a number from {PORTS[0]} to {PORTS[-1]}")


def show_warnings(system: System, parent: int, say: Say) -> NoReturn:
    """Print the functions' warnings until the parent process ends, then raise Stop."""
    warnings = LogWarnings({process.name: process.log for process in system.processes.values()})
    while os.getppid() == parent:
        for line in warnings.read_new():
            say(line)
        time.sleep(CHECK_EVERY_SECONDS)
    raise Stop


if __name__ == "__main__":
    sys.exit(main())
