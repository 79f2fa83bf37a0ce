"""Whole systems for tests: every function a process, on the worker's emulators, in a project of its own."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Protocol

import pytest

from emulators.paths import FUNCTIONS
from emulators.provision_pubsub import remove_subscriptions
from emulators.run import running_system
from emulators.start import Emulators
from emulators.system import System
from tests.support.emulators import unique


class StartSystem(Protocol):
    def __call__(
        self,
        *,
        relay: str = "eager,scheduled",
        settings: Mapping[str, str] | None = None,
        functions: Path = FUNCTIONS,
        restart: bool = True,
    ) -> System: ...


@pytest.fixture
def start_system(emulators: Emulators, tmp_path: Path) -> Iterator[StartSystem]:
    """Start a system that is stopped and forgotten after the test."""
    with ExitStack() as stack:

        def start(
            *,
            relay: str = "eager,scheduled",
            settings: Mapping[str, str] | None = None,
            functions: Path = FUNCTIONS,
            restart: bool = True,
        ) -> System:
            project = unique("system")
            stack.callback(remove_subscriptions, emulators.pubsub, project)
            return stack.enter_context(
                running_system(
                    tmp_path / project,
                    relay=relay,
                    settings={"ONEWRITE_PROJECT": project, **(settings or {})},
                    emulators=emulators,
                    functions=functions,
                    restart=restart,
                )
            )

        yield start
