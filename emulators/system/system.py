"""A running system, as `make up`, the demo and the tests control it."""

import os
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from google.cloud.spanner_v1.database import Database

from emulators.functions.serve import START_TIMEOUT_SECONDS, ready_probe
from emulators.google.connect import connect
from emulators.google.start import Emulators
from emulators.processes.process import Process
from emulators.processes.ready import await_ready
from emulators.processes.restart import restart_all
from emulators.settings.relays import Relay
from emulators.system import state_file
from onewrite.local.system import LocalSystem, PubSubPlace, SpannerPlace


@dataclass(frozen=True)
class System:
    """The functions of a system, by name. An embedded system has no emulators and one process for all functions."""

    folder: Path
    urls: dict[str, str]
    processes: dict[str, Process]
    emulators: Emulators | None
    relay: tuple[Relay, ...]
    #: The functions' settings, emulator hosts included; a process with these variables works on the same system.
    environment: dict[str, str]
    #: Held while one of its processes is started or stopped.
    lock: threading.RLock = field(default_factory=threading.RLock, repr=False)

    def url(self, function: str) -> str:
        return self.urls[function]

    def pid(self, function: str) -> int:
        return self.processes[function].pid

    def log(self, function: str) -> str:
        return self.processes[function].log.read_text(errors="replace")

    def kill(self, function: str) -> None:
        """Kill the function as `kill -9` does, its workers too."""
        with self.lock:
            self.processes[function].kill()

    def start(self, function: str) -> None:
        """Start the function again after `kill`, and wait until it is ready."""
        with self.lock:
            if not self.processes[function].is_alive:
                self.processes[function].start()
        self.await_ready(function)

    def restart(self, function: str, settings: Mapping[str, str]) -> None:
        """Kill the function and start it with other settings; call `await_ready` to wait for it."""
        with self.lock:
            process = self.processes[function]
            process.kill()
            process.environment = {**process.environment, **settings}
            process.start()
            self.save()

    def reload(self, functions: Iterable[str]) -> None:
        """Restart the functions in order, with the code of now; embedded that is the one process of all."""
        with self.lock:
            restart_all({process.name: process for process in map(self.processes.__getitem__, functions)}.values())
            self.save()

    def await_ready(self, function: str) -> None:
        """Wait until the function is ready, across restarts by the supervisor."""
        process, probe = self.processes[function], ready_probe(self.urls[function])
        await_ready(function, process, probe, within=START_TIMEOUT_SECONDS, restarts=True)

    @property
    def spanner(self) -> SpannerPlace | None:
        return self.emulators.spanner_place(self.environment) if self.emulators else None

    @property
    def pubsub(self) -> PubSubPlace | None:
        return self.emulators.pubsub_place(self.environment) if self.emulators else None

    @cached_property
    def database(self) -> Database:
        if self.spanner is None:
            raise RuntimeError("an embedded system has no database")
        return connect(self.spanner)

    def save(self) -> None:
        """Write the state file."""
        started = [*self.processes.values(), *(self.emulators.processes if self.emulators else ())]
        system = LocalSystem(
            supervisor=state_file.identify(os.getpid()),
            functions=self.urls,
            processes={process.name: state_file.identify(process.pid) for process in started if process.is_alive},
            spanner=self.spanner,
            pubsub=self.pubsub,
            relay=self.relay,
            environment=self.environment,
            folder=self.folder.resolve(),
        )
        state_file.write(self.folder, system)
