import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from emulators.google.start import Emulators
from tests.support.systems.start_system import StartSystem
from tests.support.systems.toy_functions import HTTP, PUSHED, toys

NO = "│ no "


@pytest.fixture
def functions(tmp_path: Path) -> Path:
    return toys(tmp_path / "functions", accept_commands=HTTP, project_profiles=PUSHED)


def status(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    onewrite, file = str(Path(sys.executable).with_name("onewrite")), str(folder / "local.json")
    command = [onewrite, "status", "--local", file, *options]
    elsewhere = {**os.environ, "ONEWRITE_PROJECT": "a-real-one", "ONEWRITE_DATABASE_ROLE": "operators"}
    return subprocess.run(command, env=elsewhere, capture_output=True, text=True, timeout=60, check=False)


def test_status_tells_a_program_everything_it_needs(
    start_system: StartSystem, functions: Path, emulators: Emulators
) -> None:
    system = start_system(functions=functions, relay="eager")
    asked = status(system.folder, "--json")
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


def test_status_tells_people_what_answers(start_system: StartSystem, functions: Path) -> None:
    system = start_system(functions=functions)
    shown = status(system.folder)
    assert shown.returncode == 0
    assert all(url in shown.stdout for url in system.urls.values())
    assert NO not in shown.stdout


def test_a_system_with_a_dead_function_is_not_ready(start_system: StartSystem, functions: Path) -> None:
    system = start_system(functions=functions, restart=False)
    system.kill("project_profiles")
    asked = status(system.folder, "--json")
    assert asked.returncode == 3
    assert json.loads(asked.stdout)["ready"] is False
    assert NO in status(system.folder).stdout


def test_where_nothing_runs_nothing_is_ready(tmp_path: Path) -> None:
    asked = status(tmp_path, "--json")
    assert asked.returncode == 3
    nothing = {"ready": False, "functions": {}, "spanner": None, "pubsub": None, "relay": [], "views": None}
    assert json.loads(asked.stdout) == nothing
    assert "make up" in status(tmp_path).stderr
