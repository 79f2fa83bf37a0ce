import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import ANY

import httpx
import pytest

from emulators.paths import ROOT
from emulators.processes.ports import free_port
from emulators.system import state_file
from emulators.system.first_calls import first_calls
from emulators.system.run import running_system
from emulators.system.system import System
from onewrite.local.restarts import RestartRequests
from tests.support.http.curl import CURL, typed
from tests.support.systems.command_line import Terminal
from tests.support.systems.operators import is_quiet
from tests.support.systems.toy_functions import BROKEN, HTTP, toys
from tests.support.waiting.bounds import WAIT_SECONDS
from tests.support.waiting.eventually import eventually
from tests.support.waiting.never import never

EAGER = ("eager", "push")
ADA = {"name": "Ada Lovelace", "address": "London"}


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[System]:
    folder = tmp_path_factory.mktemp("embedded")
    relay, delivery = request.param
    settings = {"ONEWRITE_STORE": "memory"}
    with running_system(folder, relay=relay, delivery=delivery, settings=settings) as system:
        yield system


@pytest.mark.parametrize("embedded", [EAGER, ("scheduled", "push"), ("change-stream", "pull")], indirect=True)
def test_embedded_a_command_reaches_the_views_through_every_function_in_one_process(embedded: System) -> None:
    assert len({embedded.pid(name) for name in embedded.urls}) == 1
    assert embedded.spanner is None
    assert embedded.pubsub is None
    created = CURL.post(f"{embedded.url('accept_commands')}/accounts/ada/create", json=ADA)
    assert created.status_code == httpx.codes.CREATED
    row = f"{embedded.url('answer_queries')}/profiles/ada"
    eventually(lambda: CURL.get(row).status_code == httpx.codes.OK)
    assert CURL.get(row).json()["name"] == "Ada Lovelace"
    traces = CURL.get(f"{embedded.url('operate_views')}/traces?stream_id=account-ada").json()["traces"]
    [command] = [one for one in traces if one["root"] == "POST /accounts/{key}/create"]
    assert command["functions"] == ["embedded"], "a system keeps its traces, unless it is told not to"


def test_embedded_a_function_that_cannot_be_served_ends_the_process(tmp_path: Path) -> None:
    functions = toys(tmp_path, accept_commands=HTTP, answer_queries=BROKEN)
    ports = (f"{name}={free_port()}" for name in ("accept_commands", "answer_queries"))
    command = [sys.executable, "-m", "emulators.functions.embedded", str(functions), *ports]
    environment = {**os.environ, "ONEWRITE_DOMAIN": "accounts:ACCOUNTS", "ONEWRITE_STORE": "memory"}
    ended = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=WAIT_SECONDS, check=False
    )
    assert ended.returncode == 1
    assert ended.stderr.splitlines()[-1] == "RuntimeError: no function today"


@pytest.mark.parametrize("embedded", [EAGER], indirect=True)
def test_embedded_what_is_suggested_to_type_succeeds(embedded: System) -> None:
    assert [typed(call)[0] for call in first_calls(embedded.urls)] == [201, 200]


@pytest.mark.parametrize("embedded", [EAGER], indirect=True)
def test_embedded_every_command_of_the_command_line_works(
    embedded: System, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    CURL.post(f"{embedded.url('accept_commands')}/accounts/7/create", json=ADA)
    eventually(lambda: is_quiet(embedded))
    monkeypatch.setenv("ONEWRITE_LOCAL", str(embedded.folder / "local.json"))
    onewrite = Terminal(monkeypatch, capsys)
    status = onewrite("status", "--json").json
    assert (status["functions"], status["not_ready"]) == (embedded.urls, {})
    assert (status["ready"], status["views"]["is_healed"]) == (True, True)
    assert "; 0 events unpublished" in onewrite("status").out
    for command in (
        *(["parked"], ["release", "profiles", "account-7"], ["skip", "profiles", "--reason", "test"], ["reconcile"]),
        *(["rebuild", "profiles"], ["switch", "profiles"], ["rollback", "profiles"], ["drop", "profiles", "2"]),
        *(["rebuild", "interests", "--detach"], ["pause", "interests"], ["resume", "interests"]),
        *(["cancel", "interests"], ["verify", "interests"], ["replay", "account-7"]),
    ):
        typed = onewrite(*command)
        assert (typed.code, bool(typed.out)) == (0, True), (command, typed)
    assert {one["operation"] for one in onewrite("log", "--json").json} >= {"rebuild", "drop", "replay"}


def test_a_system_is_recorded_from_its_first_line_on_and_finds_nothing_of_one_that_was_killed(tmp_path: Path) -> None:
    recorded, old = [], tmp_path / "logs" / "answer_queries.log"
    RestartRequests(tmp_path).write(["answer_queries"])
    old.parent.mkdir()
    old.touch()

    def say(line: str) -> None:
        recorded.append((line, state_file.read(tmp_path) is not None))

    functions = toys(tmp_path / "functions", answer_queries=HTTP)
    with running_system(tmp_path, settings={"ONEWRITE_STORE": "memory"}, functions=functions, say=say):
        assert not old.exists()
        assert never(lambda: len(recorded) > 1, within=0.3), "nothing is restarted"
    assert recorded == [(ANY, True)]
    assert state_file.read(tmp_path) is None


@pytest.mark.parametrize("embedded", [EAGER], indirect=True)
def test_embedded_a_killed_system_starts_again_with_nothing(embedded: System) -> None:
    url = f"{embedded.url('accept_commands')}/accounts/grace/create"
    assert CURL.post(url, json=ADA).status_code == httpx.codes.CREATED
    embedded.kill("accept_commands")
    for function in embedded.urls:
        embedded.await_ready(function)
    assert CURL.post(url, json=ADA).status_code == httpx.codes.CREATED
