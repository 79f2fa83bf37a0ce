"""The processes of a local system: which one serves a function, and whether it is alive."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from onewrite.local.system import EMBEDDED, RunningProcess, SpannerPlace
from tests.support.systems.command_line import local_system
from tests.support.waiting.bounds import WAIT_SECONDS

ONE, ALL = RunningProcess(pid=1, started=0), RunningProcess(pid=2, started=0)
SPANNER = SpannerPlace(host="127.0.0.1:1", project="p", instance="i", database="d")


def test_each_function_has_a_process_and_a_log_of_its_own_embedded_they_share_one() -> None:
    embedded = replace(local_system(Path("up")), processes={"relay_outbox": ONE, EMBEDDED: ALL})
    assert embedded.process_of("relay_outbox") is ALL
    assert embedded.log_of("relay_outbox") == Path("up/logs/embedded.log")
    emulated = replace(embedded, spanner=SPANNER)
    assert emulated.process_of("relay_outbox") is ONE
    assert emulated.process_of("accept_commands") is None
    assert emulated.log_of("relay_outbox") == Path("up/logs/relay_outbox.log")


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
