"""Both emulators: the ones that the environment names, else started here and stopped again."""

import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from emulators.google.discover import Found, NotFound
from emulators.google.hosts import named_host
from emulators.google.kinds import KINDS, PUBSUB, SPANNER, Kind
from emulators.processes.guard import ProcessGuard
from emulators.processes.ports import free_port
from emulators.processes.process import Process, stop_all
from emulators.processes.ready import await_answer
from emulators.say import Say, silent
from onewrite.local.system import PubSubPlace, SpannerPlace


@dataclass(frozen=True)
class Emulators:
    """Where both answer, and the processes that were started for it: none for one that was adopted."""

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


def emulators_are_there() -> bool:
    return not missing()


def missing() -> str:
    """Tell why none can be adopted or started, if so; whoever names one emulator wants emulators."""
    if any(os.environ.get(kind.variable) for kind in KINDS):
        return ""
    return " and ".join(filter(None, (_missing(kind) for kind in KINDS)))


def _missing(kind: Kind) -> str:
    try:
        kind.found(0)
    except NotFound as lacking:
        return str(lacking)
    return ""


@contextmanager
def running_emulators(logs: Path, say: Say = silent) -> Iterator[Emulators]:
    """Yield both once they answer. Raises `CannotRun`."""
    hosts = {kind: host for kind in KINDS if (host := named_host(kind))}
    for kind, host in hosts.items():
        say(f"Adopting the {kind.title} emulator at {host}, as {kind.variable} asks.")
    with ExitStack() as stack:
        guard = stack.enter_context(ProcessGuard())
        started = [_Started.from_what_is_found(kind, logs, guard) for kind in KINDS if kind not in hosts]
        processes = tuple(it.process for it in started)
        stack.callback(stop_all, processes)
        for it in started:
            say(f"Starting the {it.kind.title} emulator {it.found.how} …")
            it.process.start()
        for it in started:
            await_answer(it.process, partial(it.kind.answers, it.host, within=1), within=it.found.patience)
        hosts |= {it.kind: it.host for it in started}
        yield Emulators(spanner=hosts[SPANNER], pubsub=hosts[PUBSUB], processes=processes)


@dataclass(frozen=True)
class _Started:
    kind: Kind
    found: Found
    host: str
    process: Process

    @classmethod
    def from_what_is_found(cls, kind: Kind, logs: Path, guard: ProcessGuard) -> "_Started":
        port = free_port()
        found = kind.found(port)
        process = Process(kind.name, found.command, os.environ, logs.parent, logs / f"{kind.name}.log", guard)
        return cls(kind, found, f"127.0.0.1:{port}", process)
