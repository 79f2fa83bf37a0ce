"""A running system in the hand of whoever started it: `make up`, the demo, a test."""

import os
import threading
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from google.cloud.spanner_v1.database import Database

from emulators import record
from emulators.connect import connect
from emulators.process import Process
from emulators.ready import await_answer
from emulators.relays import Relay
from emulators.serve import PATIENCE, answers
from emulators.start import Emulators
from onewrite.cli.local import LocalSystem, PubSubPlace, SpannerPlace


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

    def await_ready(self, function: str) -> None:
        """Wait for it whether it is being started or started again."""
        await_answer(self.processes[function], answers(self.urls[function]), within=PATIENCE, mortal=False)

    @property
    def spanner(self) -> SpannerPlace | None:
        return spanner_place(self.emulators, self.environment) if self.emulators else None

    @property
    def pubsub(self) -> PubSubPlace | None:
        if self.emulators is None:
            return None
        project, topic = self.environment["ONEWRITE_PROJECT"], self.environment["ONEWRITE_TOPIC"]
        return PubSubPlace(host=self.emulators.pubsub, project=project, topic=topic)

    @cached_property
    def database(self) -> Database:
        if self.spanner is None:
            raise RuntimeError("an embedded system has no database")
        return connect(self.spanner)

    @property
    def dead_emulator(self) -> Process | None:
        """What makes everything else pointless."""
        started = self.emulators.processes if self.emulators else ()
        return next((process for process in started if not process.is_alive), None)

    def record(self) -> None:
        """Write down what runs, for other commands to find."""
        started = [*self.processes.values(), *(self.emulators.processes if self.emulators else ())]
        system = LocalSystem(
            supervisor=record.recognisable(os.getpid()),
            functions=self.urls,
            processes={process.name: record.recognisable(process.pid) for process in started if process.is_alive},
            spanner=self.spanner,
            pubsub=self.pubsub,
            relay=self.relay,
            environment=self.environment,
        )
        record.write(self.folder, system)


def spanner_place(emulators: Emulators, environment: dict[str, str]) -> SpannerPlace:
    return SpannerPlace(
        host=emulators.spanner,
        project=environment["ONEWRITE_PROJECT"],
        instance=environment["ONEWRITE_INSTANCE"],
        database=environment["ONEWRITE_DATABASE"],
    )
