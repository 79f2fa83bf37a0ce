"""What `make up` records about the system that it runs, and where it is found again."""

import os
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, ValidationError

from onewrite.errors import OperationRefused

STATE_FILE = Path(".onewrite") / "local.json"


class _State(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class RunningProcess(_State):
    """A process id means nothing once it is used again, so the time of its start belongs to it."""

    pid: int
    started: float

    @property
    def is_alive(self) -> bool:
        """Whether a process has this id; who must know that it is the same one asks psutil, which few have."""
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
    """A system on this machine. Embedded, it has neither Spanner nor Pub/Sub."""

    supervisor: RunningProcess
    #: The URL of every function.
    functions: dict[str, str]
    #: Every process started for it: functions and emulators.
    processes: dict[str, RunningProcess]
    spanner: SpannerPlace | None
    pubsub: PubSubPlace | None
    relay: tuple[Literal["eager", "scheduled"], ...]
    #: What its functions were started with, emulator hosts included.
    environment: dict[str, str]

    @classmethod
    def read(cls, file: Path) -> Self | None:
        """None where nothing (readable) is recorded."""
        try:
            return cls.model_validate_json(file.read_bytes())
        except (FileNotFoundError, ValidationError):
            return None


def find(file: Path | None = None) -> LocalSystem | None:
    """The system recorded in this file, else in the current folder or one above it. Raises OperationRefused."""
    if file is not None and file.is_dir():
        raise OperationRefused(f"{file} is a folder: name the state file in it, as in {STATE_FILE}")
    if file is not None:
        return LocalSystem.read(file)
    here = Path.cwd()
    candidates = (folder / STATE_FILE for folder in (here, *here.parents))
    return next((LocalSystem.read(path) for path in candidates if path.exists()), None)
