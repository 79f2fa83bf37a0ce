"""Mistakes on the way to a domain of one's own: `make up` in a copy of this repository tells each in one line."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from emulators.paths import FUNCTIONS
from tests.support.domains.own_domain import bring
from tests.support.waiting.bounds import WAIT_SECONDS


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = tmp_path_factory.mktemp("own") / "repository"
    bring(copy)
    return copy


def change_topology(copy: Path, change: Callable[[Any], object]) -> None:
    file = copy / "infra" / "topology.json"
    described = json.loads(file.read_text())
    change(described)
    file.write_text(json.dumps(described))


def leave_a_function_over(copy: Path) -> None:
    shutil.copytree(FUNCTIONS / "project_profiles", copy / "functions" / "project_profiles")


def misspell_a_projection(copy: Path) -> None:
    main = copy / "functions" / "project_tasks" / "main.py"
    main.write_text(main.read_text().replace('projection("tasks")', 'projection("task")'))


def forget_the_function(copy: Path) -> None:
    shutil.rmtree(copy / "functions" / "project_tasks")
    change_topology(copy, lambda parts: [parts[name].pop("project_tasks") for name in ("functions", "subscriptions")])


def forget_the_domain(copy: Path) -> None:
    variables = copy / "emulators" / "emulators.env"
    variables.write_text(variables.read_text().replace("todo_lists:LISTS", "accounts:ACCOUNTS"))


def forget_the_table(copy: Path) -> None:
    (copy / "infra" / "schema" / "1001_tasks.sql").unlink()


@pytest.mark.parametrize(
    ("mistake", "told"),
    [
        (leave_a_function_over, "functions/project_profiles has no entry in infra/topology.json: add one, or delete"),
        (misspell_a_projection, "functions/project_tasks: The domain has no projection 'task', it has tasks: mend"),
        (forget_the_function, "no function serves the projection tasks of ONEWRITE_DOMAIN=todo_lists:LISTS: write"),
        (forget_the_domain, "functions/project_tasks: The domain has no projection 'tasks', it has profiles, inter"),
        (forget_the_table, "infra/schema: the projection tasks writes to the table tasks, which no file creates"),
    ],
)
def test_a_mistake_is_told_in_one_line_before_anything_is_started(
    repository: Path, tmp_path: Path, mistake: Callable[[Path], None], told: str
) -> None:
    copy = tmp_path / "repository"
    shutil.copytree(repository, copy)
    mistake(copy)
    variables = {name: value for name, value in os.environ.items() if not name.startswith("ONEWRITE_")}
    variables["PYTHONPATH"] = f"{copy / 'shared'}{os.pathsep}{copy}"
    command = [sys.executable, "-m", "emulators.up"]
    ended = subprocess.run(
        command, cwd=copy, env=variables, capture_output=True, text=True, timeout=WAIT_SECONDS, check=False
    )
    assert (ended.returncode, ended.stdout) == (2, "")
    line, *others = ended.stderr.splitlines()
    assert line.startswith(f"make up: {told}")
    assert not [other for other in others if not other.startswith("functions/pull_tasks: ")]
