"""A library's process, from the side of the benchmark."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from emulators.paths import ROOT
from tests.bench.peers.story import Sizes


class LibraryBroke(Exception):
    """Why a library does no work, or other work than the others."""


class LibraryProcess:
    """Does one round when it is told to, so that the rounds of several take turns."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        greeting = self._read()
        self.versions: dict[str, str] = greeting["versions"]
        self.sizes = Sizes(**greeting["sizes"])
        #: The library itself is the first of those with a version.
        self.title = " ".join(next(iter(self.versions.items())))

    def seconds_for_one(self, work: str, rounds: int) -> float:
        """Do it that often; return the seconds for one command or event. Raises LibraryBroke."""
        assert self._process.stdin
        self._process.stdin.write(f"{work} {rounds}\n")
        self._process.stdin.flush()
        done, expected = self._read(), self.sizes.outcome_of(work)
        if done["outcome"] != expected:
            raise LibraryBroke(f"{work} has come to {done['outcome']} and not to {expected}")
        return float(done["seconds"]) / int(getattr(self.sizes, work))

    @classmethod
    @contextmanager
    def started(cls, python: Path, module: str) -> Iterator[Self]:
        """Start it, and end it in the end. Raises LibraryBroke."""
        command = [str(python), "-m", module]
        with subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as process:
            try:
                yield cls(process)
            finally:
                process.kill()

    def _read(self) -> dict[str, Any]:
        assert self._process.stdout
        assert self._process.stderr
        if line := self._process.stdout.readline():
            read: dict[str, Any] = json.loads(line)
            return read
        raise LibraryBroke((self._process.stderr.read().strip().splitlines() or ["it ended"])[-1])
