"""`onewrite restart` where nothing can be restarted; with real processes it is in tests/integration/local_run."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from emulators.system import state_file
from onewrite.cli.commands import restart as module
from onewrite.local.restarts import RestartRequests
from onewrite.local.system import SpannerPlace
from tests.support.systems.command_line import Terminal, local_system

SPANNER = SpannerPlace(host="127.0.0.1:1", project="p", instance="i", database="d")


def a_system(folder: Path, *, supervisor: int, spanner: SpannerPlace | None = SPANNER) -> str:
    """Write the state file of a system with two functions; return its path."""
    functions = {"accept_commands": "http://127.0.0.1:1", "answer_queries": "http://127.0.0.1:2"}
    system = local_system(folder, supervisor=supervisor, spanner=spanner, **functions)
    state_file.write(folder, system)
    return str(folder / state_file.NAME)


def test_where_nothing_runs_it_says_how_to_start_something(
    onewrite: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    told = onewrite("restart")
    assert (told.code, told.err) == (
        2,
        "onewrite: No system runs here: start one with `make up`, or name its state file with --local\n",
    )


def test_a_system_that_is_gone_is_not_restarted(onewrite: Terminal, tmp_path: Path) -> None:
    told = onewrite("--local", a_system(tmp_path, supervisor=2**22 - 1), "restart")
    assert (told.code, told.err) == (3, "onewrite: The local system is gone: start it with `make up`\n")


def test_an_unknown_function_is_told_with_those_that_there_are(onewrite: Terminal, tmp_path: Path) -> None:
    told = onewrite("--local", a_system(tmp_path, supervisor=os.getpid()), "restart", "accept_comands")
    assert (told.code, told.err) == (
        2,
        "onewrite: There is no function accept_comands: name one of accept_commands, answer_queries\n",
    )
    assert RestartRequests(tmp_path).take() == []


def test_an_embedded_system_loses_its_data_only_if_somebody_says_yes(onewrite: Terminal, tmp_path: Path) -> None:
    local = a_system(tmp_path, supervisor=os.getpid(), spanner=None)
    for answer in ("", "n\n"):
        told = onewrite("--local", local, "restart", answer=answer)
        assert (told.code, "loses all its data. Restart it?" in told.err) == (2, True)
        assert "Nothing was changed: say yes, or give --yes" in told.err
        assert RestartRequests(tmp_path).take() == []


def test_a_request_that_nobody_carries_out_is_taken_back(
    onewrite: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "RESTART_TIMEOUT_SECONDS", 0.2)
    told = onewrite("--local", a_system(tmp_path, supervisor=os.getpid()), "restart", "accept_commands")
    said = f"onewrite: `make up` (pid {os.getpid()}) doesn't restart accept_commands: start `make up` again\n"
    assert (told.code, told.out, told.err) == (3, "", said)
    assert RestartRequests(tmp_path).take() == []


def test_a_function_that_has_died_is_not_restarted_before_it_runs_again(
    onewrite: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    local = a_system(tmp_path, supervisor=os.getpid())
    system = state_file.read(tmp_path)
    assert system
    died = replace(system, processes={})
    monkeypatch.setattr(module, "sleep", lambda _: state_file.write(tmp_path, died))
    for limit in ("RESTART_TIMEOUT_SECONDS", "READY_TIMEOUT_SECONDS"):
        monkeypatch.setattr(module, limit, 0.2)
    told = onewrite("--local", local, "restart", "accept_commands")
    assert (told.code, "doesn't restart accept_commands" in told.err) == (3, True)
