"""The functions as processes: each in the server of the functions framework, on its own port."""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from emulators.paths import ROOT
from emulators.processes.guard import ProcessGuard
from emulators.processes.process import Process
from emulators.processes.ready import await_ready
from onewrite.checks.topology import Topology
from onewrite.checks.variables import process_environment
from onewrite.local.probes import NotReady, function_not_ready
from onewrite.local.system import EMBEDDED

HOST: Final = "127.0.0.1"
START_TIMEOUT_SECONDS: Final = 300.0


def urls(topology: Topology, ports: list[int]) -> dict[str, str]:
    return {name: f"http://{HOST}:{port}" for name, port in zip(topology.functions, ports, strict=True)}


@dataclass(frozen=True)
class Serving:
    """Describes the processes that serve the functions; does not start them."""

    topology: Topology
    urls: Mapping[str, str]
    folder: Path
    settings: Mapping[str, str]
    logs: Path
    guard: ProcessGuard

    def each_in_its_own(self) -> dict[str, Process]:
        return {name: self._process(name, self._framework(name), self.folder / name) for name in self.urls}

    def all_in_one(self) -> dict[str, Process]:
        """Return one process for all functions: the embedded system keeps its data in the memory of that process."""
        placed = [f"{name}={urlsplit(url).port}" for name, url in self.urls.items()]
        command = [sys.executable, "-m", "emulators.functions.embedded", str(self.folder), *placed]
        return dict.fromkeys(self.urls, self._process(EMBEDDED, command, ROOT))

    def _framework(self, name: str) -> list[str]:
        return [
            sys.executable,
            "-m",
            "functions_framework",
            "--target",
            name,
            "--source",
            str(self.folder / name / "main.py"),
            "--signature-type",
            "http",
            "--host",
            HOST,
            "--port",
            str(urlsplit(self.urls[name]).port),
        ]

    def _process(self, name: str, command: list[str], folder: Path) -> Process:
        own = self.guard.folder / name
        own.mkdir()
        # gunicorn puts its control socket here; the functions must not share one.
        environment = {**process_environment(self.settings), "XDG_RUNTIME_DIR": str(own)}
        return Process(name, command, environment, folder, self.logs / f"{name}.log", self.guard)


def await_functions(processes: Mapping[str, Process], addresses: Mapping[str, str]) -> None:
    for name, process in processes.items():
        await_ready(name, process, ready_probe(addresses[name]), within=START_TIMEOUT_SECONDS)


def ready_probe(url: str) -> Callable[[], NotReady | None]:
    return partial(function_not_ready, url, within=5)
