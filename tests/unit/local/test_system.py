"""Whether a process of a local system is alive, by its id."""

import os
import subprocess
import sys

import pytest

from onewrite.local.system import RunningProcess
from tests.support.waiting.bounds import WAIT_SECONDS


def test_a_process_lives_until_it_has_ended() -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait(WAIT_SECONDS)
    assert RunningProcess(pid=os.getpid(), started=0).is_alive
    assert not RunningProcess(pid=ended.pid, started=0).is_alive


def test_a_process_of_somebody_else_lives_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def kill(pid: int, signal: int) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "kill", kill)
    assert RunningProcess(pid=1, started=0).is_alive
