"""The state of a system on this machine, which `make up` saves in a file for other commands."""

import os
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, ValidationError

from onewrite.errors import OperationRefused

#: The name of the process that serves all functions of an embedded system.
EMBEDDED = "embedded"
STATE_FILE = Path(".onewrite") / "local.json"


class _State(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class RunningProcess(_State):
    """A process. The start time tells it from a later process with the same id."""

    pid: int
    started: float

    @property
    def is_alive(self) -> bool:
        """Whether a process has this id. It may be another process: compare `started`, which needs psutil."""
        try:
            os.kill(self.pid, 0)
        except OSError as refusal:
            return isinstance(refusal, PermissionError)
        return True


class SpannerPlace(_State):
    host: str
    project: str
    instance: str
    database: str


class PubSubPlace(_State):
    host: str
    project: str
    topic: str


class LocalSystem(_State):
    """A system on this machine. An embedded system has neither Spanner nor Pub/Sub."""

    supervisor: RunningProcess
    #: The URL of every function.
    functions: dict[str, str]
    #: Every process that was started for it, by name: functions and emulators.
    processes: dict[str, RunningProcess]
    spanner: SpannerPlace | None
    pubsub: PubSubPlace | None
    relay: tuple[Literal["eager", "scheduled"], ...]
    #: The settings of its functions, emulator hosts included.
    environment: dict[str, str]
    #: Where its state file is, its logs, and requests to restart functions.
    folder: Path

    def process_of(self, function: str) -> RunningProcess | None:
        """Return the process that serves the function, or None if it has died."""
        return self.processes.get(self._served_by(function))

    def log_of(self, function: str) -> Path:
        return self.folder / "logs" / f"{self._served_by(function)}.log"

    def _served_by(self, function: str) -> str:
        return function if self.spanner else EMBEDDED

    @classmethod
    def read(cls, file: Path) -> Self | None:
        """Read a state file. Return None if it is missing or not valid."""
        try:
            return cls.model_validate_json(file.read_bytes())
        except (FileNotFoundError, ValidationError):
            return None


def find(file: Path | None = None) -> LocalSystem | None:
    """Read the system from this state file, or else from the one in the current folder or the nearest folder above it.

    Return None if there is none. Raises OperationRefused if `file` is a folder.
    """
    if file is not None and file.is_dir():
        raise OperationRefused(f"{file} is a folder: name the state file in it, as in {STATE_FILE}")
    if file is not None:
        return LocalSystem.read(file)
    here = Path.cwd()
    candidates = (folder / STATE_FILE for folder in (here, *here.parents))
    return next((LocalSystem.read(path) for path in candidates if path.exists()), None)
