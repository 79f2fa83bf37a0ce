"""`make up`: the whole system in the foreground, until Ctrl-C, a signal, or the end of whoever started it."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import NoReturn

from rich.console import Console

from emulators.errors import CannotRun
from emulators.follow import Complaints
from emulators.paths import FUNCTIONS, LOCAL
from emulators.run import running_system
from emulators.screen import show
from emulators.system import System

USAGE = 2
LOOK_EVERY = 0.2
#: None that needs a privilege, and room for one for each function.
PORTS = range(1024, 65_001)
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stop(BaseException):
    """Nobody wants the system any more."""


def main(folder: Path = LOCAL, functions: Path = FUNCTIONS) -> int:
    console, parent = Console(), os.getppid()

    def say(line: str) -> None:
        with suppress(OSError, SystemExit):  # whoever read this may be gone
            console.print(line, markup=False, highlight=False, soft_wrap=True)

    try:
        relay, port = os.environ.get("RELAY") or "eager,scheduled", first_port(os.environ.get("PORT") or "8080")
        local = running_system(folder, functions=functions, relay=relay, first_port=port, say=say)
        with stopped_by_signals(), local as system:
            show(console, system)
            watch(system, parent, say)
    except CannotRun as refusal:
        print(f"make up: {refusal}", file=sys.stderr)
        return USAGE
    except Stop:
        say("Stopped.")
    return 0


def first_port(text: str) -> int:
    if text.isdecimal() and int(text) in PORTS:
        return int(text)
    raise CannotRun(f"PORT={text} is not a port: use a number from {PORTS[0]} to {PORTS[-1]}")


def watch(system: System, parent: int, say: Callable[[str], None]) -> NoReturn:
    complaints = Complaints({process.name: process.log for process in system.processes.values()})
    while os.getppid() == parent:
        for line in complaints.fresh():
            say(line)
        if dead := system.dead_emulator:
            raise CannotRun(
                f"the {dead.name} emulator {dead.ending}, so everything was stopped: run `make up` again; "
                f"the end of {dead.log}:\n{dead.last_words}"
            )
        time.sleep(LOOK_EVERY)
    raise Stop


@contextmanager
def stopped_by_signals() -> Iterator[None]:
    """Stop at the first signal, and let no second one disturb that."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        for name in STOPPING:
            signal.signal(name, signal.SIG_IGN)
        raise Stop

    for name in STOPPING:
        signal.signal(name, stop)
    yield


if __name__ == "__main__":
    sys.exit(main())
