"""Requests to restart functions of a local system: files that `onewrite restart` writes and `make up` takes away."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

FOLDER: Final = "restarts"


class RestartRequests:
    """The requests in the folder of a system's state file; the name of each file is a function's."""

    def __init__(self, system: Path) -> None:
        self._folder = system / FOLDER

    def write(self, functions: Iterable[str]) -> None:
        self._folder.mkdir(exist_ok=True)
        for name in functions:
            (self._folder / name).touch()

    def take(self) -> list[str]:
        """Take all requests away, and return the names of the functions."""
        files = list(self._folder.iterdir()) if self._folder.exists() else []
        for file in files:
            file.unlink(missing_ok=True)
        return sorted(file.name for file in files)
