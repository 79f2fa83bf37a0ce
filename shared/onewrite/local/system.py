"""What `make up` records about the system that it runs, and where it is found again."""

import os
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, ValidationError

from onewrite.errors import OperationRefused

RECORD = Path(".onewrite") / "local.json"


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class RunningProcess(_Record):
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


class SpannerPlace(_Record):
    host: str
    project: str
    instance: str
    database: str


class PubSubPlace(_Record):
    host: str
    project: str
    topic: str


class LocalSystem(_Record):
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
    def read(cls, record: Path) -> Self | None:
        """None where nothing (readable) is recorded."""
        try:
            return cls.model_validate_json(record.read_bytes())
        except (FileNotFoundError, ValidationError):
            return None


def find(record: Path | None = None) -> LocalSystem | None:
    """The system recorded in this file, else in the current folder or one above it. Raises OperationRefused."""
    if record is not None and record.is_dir():
        raise OperationRefused(f"{record} is a folder: name the record in it, as in {RECORD}")
    if record is not None:
        return LocalSystem.read(record)
    here = Path.cwd()
    recorded = (folder / RECORD for folder in (here, *here.parents))
    return next((LocalSystem.read(path) for path in recorded if path.exists()), None)
