"""`onewrite` as somebody types it, in this process, on a system in this process's memory: directly, or over HTTP."""

import json
import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from accounts.account import ACCOUNT
from accounts.views.interests import Interests
from emulators.system import state_file
from onewrite.adapters.logging import LIBRARIES
from onewrite.application import tally
from onewrite.application.tally import Tally
from onewrite.bootstrap import App, app, embedded_adapters, forget_app, metrics
from onewrite.cli import main
from onewrite.domain.events import RecordedEvent
from onewrite.domain.model import Domain
from onewrite.domain.views import View
from onewrite.local.system import LocalSystem, RunningProcess, SpannerPlace
from tests.support.domains.fragile import Fragile
from tests.support.http.served import served

#: Named like a real project, but kept in memory.
ENVIRONMENT = {
    "ONEWRITE_PROJECT": "in-memory",
    "ONEWRITE_STORE": "memory",
    "ONEWRITE_DOMAIN": "tests.support.systems.command_line:DOMAIN",
    "ONEWRITE_EAGER_RELAY": "false",
    "ONEWRITE_PARK_AFTER_ATTEMPTS": "1",
    "ONEWRITE_GENERATION_CACHE_SECONDS": "0",
}


class Interrupted(Fragile):
    """The view `profiles`; before it applies an event, something else may happen."""

    def __init__(self) -> None:
        super().__init__()
        self.meanwhile: list[Callable[[], object]] = []

    def apply(self, recorded: RecordedEvent, view: View) -> None:
        while self.meanwhile:
            self.meanwhile.pop()()
        super().apply(recorded, view)


PROFILES = Interrupted()
DOMAIN = Domain(aggregates=(ACCOUNT,), projections=(PROFILES, Interests()))


@contextmanager
def system_in_memory(patch: pytest.MonkeyPatch) -> Iterator[App]:
    """Yield a new system, which the command line finds by the environment."""
    for name, value in ENVIRONMENT.items():
        patch.setenv(name, value)
    embedded_adapters.cache_clear()
    with as_in_a_process_of_its_own():
        seeding = app()
    yield seeding
    PROFILES.mend()
    PROFILES.meanwhile.clear()
    embedded_adapters.cache_clear()


@contextmanager
def served_over_http(patch: pytest.MonkeyPatch, app: App, folder: Path) -> Iterator[None]:
    """Serve the operations of this system; let the command line find them by a state file."""
    with served(app.operations) as url:
        state_file.write(folder, local_system(folder, operate_views=url))
        patch.setenv("ONEWRITE_LOCAL", str(folder / state_file.NAME))
        yield


def local_system(
    folder: Path, *, supervisor: int | None = None, spanner: SpannerPlace | None = None, **functions: str
) -> LocalSystem:
    """Return a system as `make up` saves it, with the URLs of these functions; without `spanner` it is embedded."""
    return LocalSystem(
        supervisor=RunningProcess(pid=supervisor or os.getpid(), started=0),
        functions=functions,
        processes=dict.fromkeys(functions, RunningProcess(pid=1, started=0)),
        spanner=spanner,
        pubsub=None,
        relay=("eager",),
        environment={},
        folder=folder,
    )


@contextmanager
def as_in_a_process_of_its_own() -> Iterator[None]:
    """Let everything be wired, and logs and the tally begin in here for the first time, and be forgotten afterwards."""
    loggers = [logging.getLogger(name) for name in LIBRARIES]
    before = [(logger, logger.level, logger.handlers) for logger in loggers]
    for logger in loggers:
        logger.handlers = []
    forget_app()
    try:
        with pytest.MonkeyPatch.context() as patch:
            mine = Tally()
            for place in (tally, metrics):
                patch.setattr(place, "TALLY", mine)
            yield
    finally:
        forget_app()
        for logger, level, heard_by in before:
            logger.setLevel(level)
            logger.handlers = heard_by


@dataclass(frozen=True)
class Typed:
    """How a command ended, and what it printed."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """All of standard output."""
        return json.loads(self.out)


@dataclass(frozen=True)
class Terminal:
    """Somewhere to type commands; `answer` is what is typed when one asks, nothing where nobody can be asked."""

    patch: pytest.MonkeyPatch
    capture: pytest.CaptureFixture[str]

    def __call__(self, *arguments: str, answer: str = "") -> Typed:
        self.patch.setattr("sys.stdin", StringIO(answer))
        self.capture.readouterr()
        with as_in_a_process_of_its_own(), pytest.raises(SystemExit) as ended:
            main(arguments)
        out, err = self.capture.readouterr()
        return Typed(int(ended.value.code or 0), out, err)
