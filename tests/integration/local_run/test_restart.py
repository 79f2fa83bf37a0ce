"""`onewrite restart` on a `make up` that takes up nothing by itself, with real processes."""

import os
import subprocess
import sys
from pathlib import Path

from emulators.google.start import Emulators
from emulators.system import state_file
from onewrite.local.restarts import RestartRequests
from tests.support.systems.emulators import unique
from tests.support.systems.saving import NAMES, Desk, make_up
from tests.support.waiting.bounds import WAIT_SECONDS

CLI = "from onewrite.cli import main; main()"


def restart(desk: Desk, *arguments: str) -> str:
    """Type the command; return what it prints."""
    state = str(desk.terminal.folder / state_file.NAME)
    command = [sys.executable, "-c", CLI, "restart", *arguments, "--local", state]
    done = subprocess.run(
        command, env={**os.environ, "COLUMNS": "200"}, check=False, capture_output=True, text=True, timeout=WAIT_SECONDS
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_function_that_is_named_loads_its_code_anew_and_without_a_name_all_of_them_do(
    emulators: Emulators, tmp_path: Path
) -> None:
    (tmp_path / "up").mkdir()
    RestartRequests(tmp_path / "up").write(["accept_commands"])  # to a `make up` that was killed
    with make_up(tmp_path, {**emulators.environment, "ONEWRITE_PROJECT": unique("restart"), "WATCH": "no"}) as desk:
        before = desk.pids()
        for name in NAMES:
            desk.save(f"functions/{name}/main.py", '"own "', '"new "')
        assert restart(desk, "answer_queries").startswith("answer_queries: ready after ")
        assert [desk.says(name) for name in NAMES] == ["own shared", "new shared"]
        assert desk.pids()["accept_commands"] == before["accept_commands"]
        assert [line.partition(":")[0] for line in restart(desk).splitlines()] == list(NAMES)
        assert [desk.says(name) for name in NAMES] == ["new shared"] * 2
        printed = [line for line in desk.terminal.shown.splitlines() if "estart" in line or "starting it" in line]
        assert printed == [
            "Restarting answer_queries, as `onewrite restart` asks",
            "Restarting accept_commands, answer_queries, as `onewrite restart` asks",
        ]


def test_embedded_it_is_the_one_process(tmp_path: Path) -> None:
    with make_up(tmp_path, {"ONEWRITE_STORE": "memory", "WATCH": "no"}) as desk:
        before = desk.pids()
        assert len(restart(desk, "--yes").splitlines()) == len(NAMES)
        assert not set(before.values()) & set(desk.pids().values())
        assert [desk.says(name) for name in NAMES] == ["own shared"] * 2
