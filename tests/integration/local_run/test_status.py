import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest

from emulators.google.start import Emulators
from emulators.system.system import System
from tests.support.systems.command_line import Terminal
from tests.support.systems.start_system import StartSystem
from tests.support.systems.toy_functions import HTTP, PUSHED, toys
from tests.support.waiting.bounds import WAIT_SECONDS

NO = "│ no "
ELSEWHERE = {"ONEWRITE_PROJECT": "a-real-one", "ONEWRITE_DATABASE_ROLE": "operators"}


@pytest.fixture(scope="module")
def system(start_shared_system: StartSystem, tmp_path_factory: pytest.TempPathFactory) -> System:
    functions = toys(tmp_path_factory.mktemp("two"), accept_commands=HTTP, project_profiles=PUSHED)
    return start_shared_system(functions=functions, relay="eager", restart=False)


@pytest.fixture
def onewrite(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Terminal]:
    """A terminal in which another system is named; the command line joins the one that it is given."""
    with patch.dict(os.environ, ELSEWHERE):
        yield Terminal(monkeypatch, capsys)


def local(folder: Path) -> tuple[str, str]:
    return "--local", str(folder / "local.json")


def test_status_tells_a_program_everything_it_needs(system: System, emulators: Emulators) -> None:
    command = [str(Path(sys.executable).with_name("onewrite")), "status", *local(system.folder), "--json"]
    elsewhere = {**os.environ, **ELSEWHERE}
    asked = subprocess.run(command, env=elsewhere, capture_output=True, text=True, timeout=WAIT_SECONDS, check=False)
    project = system.environment["ONEWRITE_PROJECT"]
    assert asked.returncode == 0
    told = json.loads(asked.stdout)
    assert told.pop("views")
    assert told == {
        "ready": True,
        "functions": system.urls,
        "spanner": {"host": emulators.spanner, "project": project, "instance": "onewrite", "database": "onewrite"},
        "pubsub": {"host": emulators.pubsub, "project": project, "topic": "events"},
        "relay": ["eager"],
    }


def test_status_tells_people_what_answers(system: System, onewrite: Terminal) -> None:
    shown = onewrite("status", *local(system.folder))
    assert shown.code == 0
    assert all(url in shown.out for url in system.urls.values())
    assert NO not in shown.out


def test_a_system_with_a_dead_function_is_not_ready(system: System, onewrite: Terminal) -> None:
    system.kill("project_profiles")
    try:
        asked = onewrite("status", *local(system.folder), "--json")
        shown = onewrite("status", *local(system.folder))
    finally:
        system.start("project_profiles")
    assert asked.code == 3
    assert asked.json["ready"] is False
    assert NO in shown.out


def test_where_nothing_runs_nothing_is_ready(tmp_path: Path, onewrite: Terminal) -> None:
    asked = onewrite("status", *local(tmp_path), "--json")
    assert asked.code == 3
    nothing = {"ready": False, "functions": {}, "spanner": None, "pubsub": None, "relay": [], "views": None}
    assert asked.json == nothing
    assert "make up" in onewrite("status", *local(tmp_path)).err
