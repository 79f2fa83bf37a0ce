"""`make up` and `make demo` in this process, where that proves the same as a process of its own."""

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
def signals_given_back() -> Iterator[None]:
    """Both take signals over until their process ends."""
    handlers = {number: signal.getsignal(number) for number in STOPPING}
    yield
    for number, handler in handlers.items():
        signal.signal(number, handler)


@pytest.fixture
def refused(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    signals_given_back: None,
    warm_rehearsals: None,
) -> Refused:
    """Call what `make up` calls; return what it says beside exit code 2."""

    def call(folder: Path, functions: Path, **variables: str) -> str:
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        assert main(folder, functions) == 2
        said = capsys.readouterr()
        assert said.out == ""
        return said.err

    return call
