import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from emulators import down
from emulators.google.kinds import PUBSUB, SPANNER
from emulators.google.start import Emulators
from emulators.processes.ports import free_port
from emulators.system import state_file
from onewrite.local.probes import function_responds
from onewrite.local.system import LocalSystem
from tests.support.systems.emulators import unique
from tests.support.systems.terminal import Terminal, are_gone, running
from tests.support.systems.toy_functions import HTTP, toys
from tests.support.waiting.eventually import eventually

OWN_EMULATORS = {SPANNER.variable: "", PUBSUB.variable: ""}


@pytest.fixture
def functions(tmp_path: Path) -> Path:
    return toys(tmp_path / "functions", accept_commands=HTTP, answer_queries=HTTP)


@pytest.fixture(autouse=True)
def a_project(emulators: Emulators, monkeypatch: pytest.MonkeyPatch) -> None:
    """What `make up` adopts, in a project of this test."""
    assert emulators.spanner == os.environ[SPANNER.variable]
    monkeypatch.setenv("ONEWRITE_PROJECT", unique("up"))


def refusal(terminal: Terminal) -> str:
    assert terminal.exit_code == 2
    assert len(terminal.shown.splitlines()) == 1
    return terminal.shown


def test_ctrl_c_stops_everything_in_order(tmp_path: Path, functions: Path) -> None:
    with running(tmp_path / "up", functions, OWN_EMULATORS) as terminal:
        eventually(terminal.is_up)
        assert terminal.shown.startswith("Starting the Spanner emulator natively …\nStarting the Pub/Sub emulator")
        family = terminal.family()
        assert {"emulator_main", "java"} <= {process.name() for process in family}
        terminal.process.send_signal(signal.SIGINT)
        assert terminal.exit_code == 0
        assert terminal.shown.endswith("Stopped.\n")
        assert are_gone(family)
        assert not (tmp_path / "up" / "local.json").exists()


def test_a_killed_make_up_leaves_no_process_behind(tmp_path: Path, functions: Path) -> None:
    with running(tmp_path / "up", functions, OWN_EMULATORS) as terminal:
        eventually(terminal.is_up)
        family = terminal.family()
        assert len(family) >= 2 + 2 * 2  # both emulators, a server and its worker for each function
        terminal.process.kill()
        assert are_gone(family)


def test_the_death_of_make_ends_it_too(tmp_path: Path, functions: Path) -> None:
    with running(tmp_path / "up", functions, make=True) as terminal:
        eventually(terminal.is_up)
        family = terminal.family()
        terminal.process.kill()
        assert are_gone(family)
        assert terminal.shown.endswith("Stopped.\n")


def test_a_second_start_says_what_is_running_and_changes_nothing(tmp_path: Path, functions: Path) -> None:
    with running(tmp_path / "up", functions) as first:
        eventually(first.is_up)
        second = Terminal(tmp_path / "up", functions, {})
        assert second.exit_code == 2
        assert f"already running (pid {first.process.pid})" in second.shown
        assert "accept_commands  http://127.0.0.1:" in second.shown
        assert first.is_up()


def test_make_down_stops_it_in_order(tmp_path: Path, functions: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with running(tmp_path / "up", functions) as terminal:
        eventually(terminal.is_up)
        family = terminal.family()
        assert down.main(tmp_path / "up") == 0
        assert capsys.readouterr().out == f"Stopped the system (pid {terminal.process.pid}).\n"
        assert terminal.exit_code == 0
        assert are_gone(family)


def test_make_down_stops_what_a_killed_make_up_left(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], start_new_session=True) as orphan:
        process = psutil.Process(orphan.pid)
        nobody = state_file.identify(orphan.pid).model_copy(update={"started": 1.0})
        processes = {"accept_commands": state_file.identify(orphan.pid), "recycled": nobody}
        left = LocalSystem(
            supervisor=nobody, functions={}, processes=processes, spanner=None, pubsub=None, relay=(), environment={}
        )
        state_file.write(tmp_path, left)
        assert down.main(tmp_path) == 0
        assert are_gone([process])
    assert capsys.readouterr().out == f"Stopped accept_commands (pid {orphan.pid}).\n"
    assert state_file.read(tmp_path) is None


def test_make_down_is_content_where_nothing_runs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert down.main(tmp_path) == 0
    assert capsys.readouterr().out == "Nothing runs here.\n"


def test_a_function_that_dies_is_named_and_started_again(tmp_path: Path, functions: Path) -> None:
    with running(tmp_path / "up", functions) as terminal:
        eventually(terminal.is_up)
        system = state_file.read(tmp_path / "up")
        assert system
        psutil.Process(system.processes["accept_commands"].pid).kill()
        eventually(lambda: "accept_commands was killed by signal 9: starting it again" in terminal.shown)
        eventually(lambda: function_responds(system.functions["accept_commands"], within=1))


def test_what_a_function_complains_about_is_shown(tmp_path: Path) -> None:
    loud = HTTP + "    print('the kettle is on fire', flush=True)\n"
    functions = toys(tmp_path / "functions", accept_commands=loud, answer_queries=HTTP)
    with running(tmp_path / "up", functions) as terminal:
        eventually(lambda: "accept_commands: the kettle is on fire" in terminal.shown)


def test_a_port_in_use_is_refused(tmp_path: Path, functions: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with running(tmp_path / "up", functions, {"PORT": str(port)}) as terminal:
            assert f"port {port} is in use by" in refusal(terminal)
            assert f"make up PORT={port + 1000}" in terminal.shown


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"RELAY": "eagre"}, "RELAY=eagre is not known"),
        ({"PORT": "80"}, "PORT=80 is not a port"),
        ({"ONEWRITE_STORE": "memroy"}, "ONEWRITE_STORE=memroy: Input should be 'spanner' or 'memory'"),
        ({"ONEWRITE_DOMAIN": "acounts:ACCOUNTS"}, "No module named 'acounts'"),
        ({"ONEWRITE_DOMAIN": "accounts:UserCreated"}, "ONEWRITE_DOMAIN=accounts:UserCreated"),
        ({"ONEWRITE_TOPIC": "evnts"}, "ONEWRITE_TOPIC=evnts is not in infra/topology.json"),
        ({SPANNER.variable: "http://localhost:9010"}, "is not host:port"),
        (
            {PUBSUB.variable: f"127.0.0.1:{free_port()}"},
            "does not answer: start that emulator, or unset PUBSUB_EMULATOR_HOST",
        ),
    ],
)
def test_what_cannot_work_is_refused_in_one_line(
    tmp_path: Path, functions: Path, variables: dict[str, str], said: str
) -> None:
    with running(tmp_path / "up", functions, variables) as terminal:
        assert said in refusal(terminal)


def test_without_emulators_the_first_line_says_that_it_is_embedded(tmp_path: Path, functions: Path) -> None:
    with running(tmp_path / "up", functions, {"ONEWRITE_STORE": "memory"}) as terminal:
        eventually(terminal.is_up)
        assert terminal.shown.startswith("Embedded, as ONEWRITE_STORE=memory asks.")
