import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from emulators import down
from emulators.google.kinds import PUBSUB, SPANNER
from emulators.google.start import Emulators
from emulators.system import state_file
from onewrite.local.probes import function_responds
from onewrite.local.system import LocalSystem
from tests.integration.local_run.conftest import Refused
from tests.support.systems.emulators import alive, unique
from tests.support.systems.terminal import Terminal, are_gone
from tests.support.systems.terminal import running as make_up
from tests.support.systems.toy_functions import HTTP, toys
from tests.support.waiting.bounds import WAIT_SECONDS
from tests.support.waiting.eventually import eventually

OWN_EMULATORS = {SPANNER.variable: "", PUBSUB.variable: ""}
LOUD = HTTP + "    print('the kettle is on fire', flush=True)\n"


@pytest.fixture(scope="module")
def functions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return toys(tmp_path_factory.mktemp("functions"), accept_commands=LOUD, answer_queries=HTTP)


@pytest.fixture(autouse=True)
def a_project(emulators: Emulators, monkeypatch: pytest.MonkeyPatch) -> None:
    """What `make up` adopts, in a project of this test."""
    assert emulators.spanner == os.environ[SPANNER.variable]
    monkeypatch.setenv("ONEWRITE_PROJECT", unique("up"))


@pytest.fixture(scope="module")
def shared(running: Emulators, functions: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Terminal]:
    """A `make up` that the tests leave as they found it."""
    variables = {**alive(running).environment, "ONEWRITE_PROJECT": unique("up")}
    with make_up(tmp_path_factory.mktemp("shared") / "up", functions, variables) as terminal:
        eventually(terminal.is_up)
        yield terminal


def test_ctrl_c_stops_everything_in_order(tmp_path: Path, functions: Path) -> None:
    with make_up(tmp_path / "up", functions, OWN_EMULATORS) as terminal:
        eventually(terminal.is_up)
        assert terminal.shown.startswith("Starting the Spanner emulator natively …\nStarting the Pub/Sub emulator")
        family = terminal.family()
        assert {"emulator_main", "java"} <= {process.name() for process in family}
        system = state_file.read(tmp_path / "up")
        assert system
        assert system.processes.keys() == {*system.functions, "spanner", "pubsub"}, "what `make down` stops"
        terminal.process.send_signal(signal.SIGINT)
        assert terminal.exit_code == 0
        assert terminal.shown.endswith("Stopped.\n")
        assert are_gone(family)
        assert not (tmp_path / "up" / "local.json").exists()


def test_a_killed_make_up_leaves_no_process_behind(tmp_path: Path, functions: Path) -> None:
    with make_up(tmp_path / "up", functions, OWN_EMULATORS) as terminal:
        eventually(terminal.is_up)
        family = terminal.family()
        assert len(family) >= 2 + 2 * 2  # both emulators, a server and its worker for each function
        terminal.process.kill()
        assert are_gone(family)


def test_the_death_of_make_ends_it_too(tmp_path: Path, functions: Path) -> None:
    with make_up(tmp_path / "up", functions, make=True) as terminal:
        eventually(terminal.is_up)
        family = terminal.family()
        terminal.process.kill()
        assert are_gone(family)
        assert terminal.shown.endswith("Stopped.\n")


def test_make_down_stops_it_in_order(tmp_path: Path, functions: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with make_up(tmp_path / "up", functions) as terminal:
        eventually(terminal.is_up)
        family = terminal.family()
        assert down.main(tmp_path / "up") == 0
        assert capsys.readouterr().out == f"Stopped the system (pid {terminal.process.pid}).\n"
        assert terminal.exit_code == 0
        assert are_gone(family)


def test_make_down_stops_what_a_killed_make_up_left(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], start_new_session=True) as orphan:
        process = psutil.Process(orphan.pid)
        nobody = replace(state_file.identify(orphan.pid), started=1.0)
        processes = {"accept_commands": state_file.identify(orphan.pid), "recycled": nobody}
        left = LocalSystem(
            supervisor=nobody,
            functions={},
            processes=processes,
            spanner=None,
            pubsub=None,
            relay=(),
            environment={},
            folder=tmp_path,
        )
        state_file.write(tmp_path, left)
        assert down.main(tmp_path) == 0
        assert are_gone([process])
    assert capsys.readouterr().out == f"Stopped accept_commands (pid {orphan.pid}).\n"
    assert state_file.read(tmp_path) is None


def test_make_down_is_content_where_nothing_runs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert down.main(tmp_path) == 0
    assert capsys.readouterr().out == "Nothing runs here.\n"


def test_a_second_start_says_what_is_running_and_changes_nothing(
    shared: Terminal, functions: Path, refused: Refused
) -> None:
    said = refused(shared.folder, functions)
    assert f"already running (pid {shared.process.pid})" in said
    assert "accept_commands  http://127.0.0.1:" in said
    assert shared.is_up()


def test_a_function_that_dies_is_named_and_started_again(shared: Terminal) -> None:
    system = state_file.read(shared.folder)
    assert system
    psutil.Process(system.processes["accept_commands"].pid).kill()
    eventually(lambda: "accept_commands was killed by signal 9: starting it again" in shared.shown)
    eventually(lambda: function_responds(system.functions["accept_commands"], within=WAIT_SECONDS))


def test_what_a_function_complains_about_is_shown(shared: Terminal) -> None:
    eventually(lambda: "accept_commands: the kettle is on fire" in shared.shown)


def test_with_watch_no_nothing_that_is_saved_is_taken_up(shared: Terminal) -> None:
    eventually(lambda: "accept_commands: the kettle is on fire" in shared.shown)
    assert "are taken up" not in shared.shown


def test_without_emulators_the_first_line_says_that_it_is_embedded(tmp_path: Path, functions: Path) -> None:
    with make_up(tmp_path / "up", functions, {"ONEWRITE_STORE": "memory"}) as terminal:
        eventually(terminal.is_up)
        assert terminal.shown.startswith("Embedded, as ONEWRITE_STORE=memory asks.")
