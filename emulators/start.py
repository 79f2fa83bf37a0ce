"""Both emulators: the ones that the environment names, else started here and stopped again."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from emulators.errors import CannotRun
from emulators.found import Found, pubsub_emulator, spanner_emulator
from emulators.hosts import PUBSUB, SPANNER, named_pubsub, named_spanner
from emulators.ports import free_port
from emulators.process import Process
from emulators.ready import await_answer
from emulators.tether import Tether
from onewrite.cli.answers import pubsub_answers, spanner_answers


@dataclass(frozen=True)
class Emulators:
    """Where both answer, and the processes that were started for it: none for one that was adopted."""

    spanner: str
    pubsub: str
    processes: tuple[Process, ...] = ()

    @property
    def environment(self) -> dict[str, str]:
        return {SPANNER: self.spanner, PUBSUB: self.pubsub}


def emulators_are_there() -> bool:
    """Whether `running_emulators` has something to adopt or to start."""
    return bool((os.environ.get(SPANNER) or spanner_emulator(0)) and (os.environ.get(PUBSUB) or pubsub_emulator(0)))


@contextmanager
def running_emulators(logs: Path) -> Iterator[Emulators]:
    with ExitStack() as stack:
        tether = stack.enter_context(Tether())

        def launch(name: str, found: Callable[[int], Found | None]) -> tuple[Process, str, float]:
            port = free_port()
            if (how := found(port)) is None:
                raise CannotRun(f"no {name} emulator: install the Google Cloud SDK's, or name one by its variable")
            process = Process(name, how.command, os.environ, logs.parent, logs / f"{name}.log", tether)
            process.start()
            stack.callback(process.stop)
            return process, f"127.0.0.1:{port}", how.patience

        spanner, pubsub = named_spanner(), named_pubsub()
        started = []
        if spanner is None:
            process, spanner, patience = launch("spanner", spanner_emulator)
            started.append((process, partial(spanner_answers, spanner, within=1), patience))
        if pubsub is None:
            process, pubsub, patience = launch("pubsub", pubsub_emulator)
            started.append((process, partial(pubsub_answers, pubsub, within=1), patience))
        for process, answers, patience in started:
            await_answer(process, answers, within=patience)
        yield Emulators(spanner, pubsub, tuple(process for process, _, _ in started))
