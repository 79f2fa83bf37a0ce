import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from emulators.start import Emulators
from onewrite.cli.app import commands
from tests.support.systems import StartSystem
from tests.support.toys import HTTP, PUSHED, toys


@pytest.fixture
def functions(tmp_path: Path) -> Path:
    return toys(tmp_path / "functions", accept_commands=HTTP, project_profiles=PUSHED)


def status(folder: Path, *options: str) -> Result:
    return CliRunner().invoke(commands, ["status", "--local", str(folder / "local.json"), *options])


def test_status_tells_a_program_everything_it_needs(
    start_system: StartSystem, functions: Path, emulators: Emulators
) -> None:
    system = start_system(functions=functions, relay="eager")
    asked = status(system.folder, "--json")
    project = system.environment["ONEWRITE_PROJECT"]
    assert asked.exit_code == 0
    assert json.loads(asked.stdout) == {
        "ready": True,
        "functions": system.urls,
        "spanner": {"host": emulators.spanner, "project": project, "instance": "onewrite", "database": "onewrite"},
        "pubsub": {"host": emulators.pubsub, "project": project, "topic": "events"},
        "relay": ["eager"],
    }


def test_status_tells_people_what_answers(start_system: StartSystem, functions: Path) -> None:
    system = start_system(functions=functions)
    shown = status(system.folder)
    assert shown.exit_code == 0
    assert all(url in shown.stdout for url in system.urls.values())
    assert "no" not in shown.stdout.split()


def test_a_system_with_a_dead_function_is_not_ready(start_system: StartSystem, functions: Path) -> None:
    system = start_system(functions=functions, restart=False)
    system.kill("project_profiles")
    asked = status(system.folder, "--json")
    assert asked.exit_code == 3
    assert json.loads(asked.stdout)["ready"] is False
    assert "no" in status(system.folder).stdout.split()


def test_where_nothing_runs_nothing_is_ready(tmp_path: Path) -> None:
    asked = status(tmp_path, "--json")
    assert asked.exit_code == 3
    assert json.loads(asked.stdout) == {"ready": False, "functions": {}, "spanner": None, "pubsub": None, "relay": []}
    assert "make up" in status(tmp_path).stderr
