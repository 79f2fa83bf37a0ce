"""`make up` in this process, for what it refuses: that needs no process of its own."""

import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest

from emulators.processes.signals import STOPPING
from emulators.up import main


class Refused(Protocol):
    def __call__(self, folder: Path, functions: Path, **variables: str) -> str: ...


@pytest.fixture
def refused(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Refused]:
    """Call what `make up` calls; return what it says beside exit code 2. It never gives signals back."""
    handlers = {number: signal.getsignal(number) for number in STOPPING}

    def call(folder: Path, functions: Path, **variables: str) -> str:
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        assert main(folder, functions) == 2
        said = capsys.readouterr()
        assert said.out == ""
        return said.err

    yield call
    for number, handler in handlers.items():
        signal.signal(number, handler)
