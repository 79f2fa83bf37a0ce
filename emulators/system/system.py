"""A running system in the hand of whoever started it: `make up`, the demo, a test."""

import os
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from google.cloud.spanner_v1.database import Database

from emulators.functions.serve import START_TIMEOUT_SECONDS, answers
from emulators.google.connect import connect
from emulators.google.start import Emulators
from emulators.processes.process import Process
from emulators.processes.ready import await_answer
from emulators.settings.relays import Relay
from emulators.system import state_file
from onewrite.local.system import LocalSystem, PubSubPlace, SpannerPlace


@dataclass(frozen=True)
class System:
    """Embedded, it has no emulators, and all of its functions are one process."""

    folder: Path
    urls: dict[str, str]
    processes: dict[str, Process]
    emulators: Emulators | None
    relay: tuple[Relay, ...]
    #: The settings of its functions, emulator hosts included: enough for another process to join it.
    environment: dict[str, str]
    #: Held by whoever starts or stops one of its processes.
    lock: threading.RLock = field(default_factory=threading.RLock, repr=False)

    def url(self, function: str) -> str:
        return self.urls[function]

    def pid(self, function: str) -> int:
        return self.processes[function].pid

    def log(self, function: str) -> str:
        return self.processes[function].log.read_text(errors="replace")

    def kill(self, function: str) -> None:
        """Do what `kill -9` does, workers included."""
        with self.lock:
            self.processes[function].kill()

    def start(self, function: str) -> None:
        """Start it again after `kill` and wait until it answers."""
        with self.lock:
            if not self.processes[function].is_alive:
                self.processes[function].start()
        self.await_ready(function)

    def restart(self, function: str, settings: Mapping[str, str]) -> None:
        """Kill it and start it with other settings; `await_ready` waits until it answers."""
        with self.lock:
            process = self.processes[function]
            process.kill()
            process.environment = {**process.environment, **settings}
            process.start()
            self.save()

    def await_ready(self, function: str) -> None:
        """Wait for it whether it is being started or started again."""
        await_answer(self.processes[function], answers(self.urls[function]), within=START_TIMEOUT_SECONDS, mortal=False)

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
        """Write down what runs, for other commands to find."""
        started = [*self.processes.values(), *(self.emulators.processes if self.emulators else ())]
        system = LocalSystem(
            supervisor=state_file.recognisable(os.getpid()),
            functions=self.urls,
            processes={process.name: state_file.recognisable(process.pid) for process in started if process.is_alive},
            spanner=self.spanner,
            pubsub=self.pubsub,
            relay=self.relay,
            environment=self.environment,
        )
        state_file.write(self.folder, system)
