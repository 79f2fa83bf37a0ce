"""Both emulators: adopts those that the environment names, starts the others and stops them again."""

import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from emulators.google.discover import NotInstalled
from emulators.google.hosts import named_host
from emulators.google.kinds import KINDS, PUBSUB, SPANNER, Kind
from emulators.processes.guard import ProcessGuard
from emulators.processes.ports import free_port
from emulators.processes.process import Process, stop_all
from emulators.processes.ready import await_ready
from emulators.say import Say, silent
from onewrite.local.probes import SILENT, NotReady
from onewrite.local.system import PubSubPlace, SpannerPlace

#: A container image may have to be downloaded first, and a machine may be busy.
START_TIMEOUT_SECONDS: Final = 300.0


@dataclass(frozen=True)
class Emulators:
    """The hosts of both, and the processes that were started here; an adopted emulator has none."""

    spanner: str
    pubsub: str
    processes: tuple[Process, ...] = ()

    @property
    def environment(self) -> dict[str, str]:
        return {SPANNER.variable: self.spanner, PUBSUB.variable: self.pubsub}

    def spanner_place(self, settings: Mapping[str, str]) -> SpannerPlace:
        return SpannerPlace(
            host=self.spanner,
            project=settings["ONEWRITE_PROJECT"],
            instance=settings["ONEWRITE_INSTANCE"],
            database=settings["ONEWRITE_DATABASE"],
        )

    def pubsub_place(self, settings: Mapping[str, str]) -> PubSubPlace:
        return PubSubPlace(host=self.pubsub, project=settings["ONEWRITE_PROJECT"], topic=settings["ONEWRITE_TOPIC"])

    def process(self, kind: Kind) -> Process | None:
        return next((process for process in self.processes if process.name == kind.name), None)


def emulators_available() -> bool:
    return not missing_emulators()


def missing_emulators() -> str:
    """Return which emulators can't be started and what to install; empty if none is missing.

    Empty also if the environment names an emulator: then the other one is required, and its absence is an error.
    """
    if any(os.environ.get(kind.variable) for kind in KINDS):
        return ""
    return " and ".join(filter(None, (_missing(kind) for kind in KINDS)))


def _missing(kind: Kind) -> str:
    try:
        kind.start_command(0)
    except NotInstalled as lacking:
        return str(lacking)
    return ""


@contextmanager
def running_emulators(logs: Path, say: Say = silent) -> Iterator[Emulators]:
    """Yield both once they respond. Raises `CannotRun`."""
    hosts = {kind: host for kind in KINDS if (host := named_host(kind))}
    for kind, host in hosts.items():
        say(f"Adopting the {kind.title} emulator at {host}, as {kind.variable} asks.")
    with ExitStack() as stack:
        guard = stack.enter_context(ProcessGuard())
        starts = [_Start.of(kind, logs, guard) for kind in KINDS if kind not in hosts]
        processes = tuple(start.process for start in starts)
        stack.callback(stop_all, processes)
        for start in starts:
            say(f"Starting the {start.kind.title} emulator {start.how} …")
            start.process.start()
        for start in starts:
            await_ready(start.kind.name, start.process, start.probe, within=START_TIMEOUT_SECONDS)
        hosts |= {start.kind: start.host for start in starts}
        yield Emulators(spanner=hosts[SPANNER], pubsub=hosts[PUBSUB], processes=processes)


@dataclass(frozen=True)
class _Start:
    kind: Kind
    host: str
    how: str
    process: Process

    @classmethod
    def of(cls, kind: Kind, logs: Path, guard: ProcessGuard) -> "_Start":
        port = free_port()
        start = kind.start_command(port)
        environment = {**os.environ, **start.variables}
        process = Process(kind.name, start.command, environment, logs.parent, logs / f"{kind.name}.log", guard)
        return cls(kind, f"127.0.0.1:{port}", start.how, process)

    def probe(self) -> NotReady | None:
        return None if self.kind.responds(self.host, within=1) else SILENT
