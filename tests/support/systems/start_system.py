"""Whole systems for tests: every function a process, on the worker's emulators, in a project of its own."""

import subprocess
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Protocol

import pytest

from accounts import ACCOUNTS
from emulators.google.start import Emulators
from emulators.paths import FUNCTIONS
from emulators.processes import process
from emulators.provisioning.pubsub import remove_subscriptions
from emulators.system.run import running_system
from emulators.system.system import System
from onewrite.bootstrap import App, build, cloud_adapters
from onewrite.checks import rehearsal
from tests.support.systems import warm
from tests.support.systems.adapters import settings as settings_of
from tests.support.systems.emulators import alive, unique
from tests.support.waiting.bounds import WAIT_SECONDS

#: For a machine that has other things to do: what a function gives up after seconds is then given up after minutes.
PATIENT = {f"ONEWRITE_{name}_SECONDS": str(WAIT_SECONDS) for name in ("STORE_TIMEOUT", "READ", "PUSH")}


def only(folder: Path, *names: str) -> Path:
    """Return a folder of these functions: who starts fewer of them has to wait less."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / name).symlink_to(FUNCTIONS / name)
    return folder


def another_instance(system: System, **changes: object) -> App:
    """Return an application in this process that works on the same store and bus, with settings of its own."""
    place = {name: system.environment[f"ONEWRITE_{name.upper()}"] for name in ("project", "instance", "database")}
    here = settings_of(**place, store_timeout_seconds=WAIT_SECONDS, **changes)
    return build(here, ACCOUNTS, cloud_adapters(here))


#: How a module starts processes, as if it were `subprocess`.
WARM = SimpleNamespace(**{**vars(subprocess), "Popen": warm.start, "run": warm.run})


@pytest.fixture
def warm_rehearsals(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each rehearsal of functions start warm."""
    monkeypatch.setattr(rehearsal, "subprocess", WARM)


@pytest.fixture
def warm_processes(monkeypatch: pytest.MonkeyPatch, warm_rehearsals: None) -> None:
    """Let the functions of every system of this test start warm, and their rehearsal."""
    monkeypatch.setattr(process, "subprocess", WARM)


class StartSystem(Protocol):
    def __call__(
        self,
        *,
        relay: str = "eager,scheduled",
        delivery: str = "push",
        settings: Mapping[str, str] | None = None,
        functions: Path | None = None,
        restart: bool = True,
    ) -> System: ...


@pytest.fixture
def start_system(emulators: Emulators, tmp_path: Path) -> Iterator[StartSystem]:
    """Start a system that is stopped and forgotten after the test."""
    with _starting(emulators, tmp_path) as start:
        yield start


@pytest.fixture(scope="module")
def start_shared_system(running: Emulators, tmp_path_factory: pytest.TempPathFactory) -> Iterator[StartSystem]:
    """Start a system that all tests of a module use: each of them leaves it as it found it."""
    with _starting(alive(running), tmp_path_factory.mktemp("shared")) as start, pytest.MonkeyPatch.context() as patch:
        patch.setattr(rehearsal, "subprocess", WARM)
        yield start


@contextmanager
def _starting(emulators: Emulators, folder: Path) -> Iterator[StartSystem]:
    with ExitStack() as stack:

        def start(
            *,
            relay: str = "eager,scheduled",
            delivery: str = "push",
            settings: Mapping[str, str] | None = None,
            functions: Path | None = None,
            restart: bool = True,
        ) -> System:
            project = unique("system")
            stack.callback(remove_subscriptions, emulators.pubsub, project)
            return stack.enter_context(
                running_system(
                    folder / project,
                    relay=relay,
                    delivery=delivery,
                    settings={"ONEWRITE_PROJECT": project, "ONEWRITE_TRACES": "off", **PATIENT, **(settings or {})},
                    emulators=emulators,
                    functions=functions,
                    restart=restart,
                )
            )

        yield start
