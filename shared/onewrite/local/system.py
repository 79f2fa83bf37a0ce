"""The state of a system on this machine, which `make up` saves in a file for other commands.

It is read without pydantic, whose import would take as long as all else of a command.
"""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, Self

from onewrite.errors import OperationRefused

#: The name of the process that serves all functions of an embedded system.
EMBEDDED = "embedded"
STATE_FILE = Path(".onewrite") / "local.json"


@dataclass(frozen=True)
class RunningProcess:
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


@dataclass(frozen=True)
class SpannerPlace:
    host: str
    project: str
    instance: str
    database: str


@dataclass(frozen=True)
class PubSubPlace:
    host: str
    project: str
    topic: str


@dataclass(frozen=True)
class LocalSystem:
    """A system on this machine. An embedded system has neither Spanner nor Pub/Sub."""

    supervisor: RunningProcess
    #: The URL of every function.
    functions: dict[str, str]
    #: Every process that was started for it, by name: functions and emulators.
    processes: dict[str, RunningProcess]
    spanner: SpannerPlace | None
    pubsub: PubSubPlace | None
    relay: tuple[Literal["eager", "scheduled", "change-stream"], ...]
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

    def as_json(self) -> str:
        return json.dumps(asdict(self), indent=2, default=str)

    @classmethod
    def read(cls, file: Path) -> Self | None:
        """Read a state file. Return None if it is missing or not valid."""
        try:
            return cls.of_json(file.read_bytes())
        except (FileNotFoundError, ValueError, TypeError, AttributeError):
            return None

    @classmethod
    def of_json(cls, text: str | bytes) -> Self:
        """Return the system of which this is the JSON. Raises ValueError, TypeError and AttributeError if it isn't."""
        return cls._of(**json.loads(text))

    @classmethod
    def _of(  # noqa: PLR0913 - one keyword for each field
        cls,
        *,
        supervisor: dict[str, Any],
        processes: dict[str, dict[str, Any]],
        spanner: dict[str, str] | None,
        pubsub: dict[str, str] | None,
        relay: list[Literal["eager", "scheduled"]],
        folder: str,
        **same: Any,
    ) -> Self:
        return cls(
            supervisor=RunningProcess(**supervisor),
            processes={name: RunningProcess(**process) for name, process in processes.items()},
            spanner=SpannerPlace(**spanner) if spanner else None,
            pubsub=PubSubPlace(**pubsub) if pubsub else None,
            relay=tuple(relay),
            folder=Path(folder),
            **same,
        )


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
