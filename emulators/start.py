"""Both emulators: the ones that the environment names, else started here and stopped again."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from emulators.errors import CannotRun
from emulators.hosts import named_host
from emulators.kinds import KINDS, PUBSUB, SPANNER, Kind
from emulators.ports import free_port
from emulators.process import Process
from emulators.ready import await_answer
from emulators.tether import Tether


@dataclass(frozen=True)
class Emulators:
    """Where both answer, and the processes that were started for it: none for one that was adopted."""

    spanner: str
    pubsub: str
    processes: tuple[Process, ...] = ()

    @property
    def environment(self) -> dict[str, str]:
        return {SPANNER.variable: self.spanner, PUBSUB.variable: self.pubsub}


def emulators_are_there() -> bool:
    """Tell whether there is something to adopt or to start; whoever names one emulator wants emulators."""
    return any(os.environ.get(kind.variable) for kind in KINDS) or all(kind.found(0) for kind in KINDS)


@contextmanager
def running_emulators(logs: Path) -> Iterator[Emulators]:
    """Yield both once they answer. Raises `CannotRun`."""
    hosts = {kind: named_host(kind) for kind in KINDS}
    with ExitStack() as stack:
        tether = stack.enter_context(Tether())
        started = [_Started.from_what_is_found(kind, logs, tether) for kind in KINDS if hosts[kind] is None]
        for it in started:
            it.process.start()
            stack.callback(it.process.stop)
        for it in started:
            await_answer(it.process, partial(it.kind.answers, it.host, within=1), within=it.patience)
        found = {it.kind: it.host for it in started}
        yield Emulators(
            spanner=hosts[SPANNER] or found[SPANNER],
            pubsub=hosts[PUBSUB] or found[PUBSUB],
            processes=tuple(it.process for it in started),
        )


@dataclass(frozen=True)
class _Started:
    kind: Kind
    host: str
    process: Process
    patience: float

    @classmethod
    def from_what_is_found(cls, kind: Kind, logs: Path, tether: Tether) -> "_Started":
        port = free_port()
        found = kind.found(port)
        if found is None:
            raise CannotRun(
                f"no {kind.name} emulator: install the Google Cloud SDK's, or name yours in {kind.variable}"
            )
        process = Process(kind.name, found.command, os.environ, logs.parent, logs / f"{kind.name}.log", tether)
        return cls(kind, f"127.0.0.1:{port}", process, found.patience)
