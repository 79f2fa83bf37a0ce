"""Which system a command works on: a state file that is given, else what the environment names, else what runs here."""

import os
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from emulators.system import state_file
from onewrite.local.system import LocalSystem, RunningProcess
from tests.support.systems.command_line import Terminal
from tests.support.waiting.bounds import WAIT_SECONDS

FOUND = "The embedded system lives in its own process"


class Answering(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def url() -> Iterator[str]:
    """Where somebody answers."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        serving = Thread(target=server.serve_forever)
        serving.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        serving.join()


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that we are in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def recorded(folder: Path, supervisor: int, url: str = "http://127.0.0.1:1") -> str:
    """Record an embedded system, as `make up` does; return the file."""
    system = LocalSystem(
        supervisor=RunningProcess(pid=supervisor, started=0),
        functions={"accept_commands": url},
        processes={},
        spanner=None,
        pubsub=None,
        relay=("eager",),
        environment={"ONEWRITE_STORE": "memory"},
        folder=folder / ".onewrite",
    )
    state_file.write(folder / ".onewrite", system)
    return str(folder / ".onewrite" / state_file.NAME)


def a_dead_process() -> int:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait(WAIT_SECONDS)
    return ended.pid


def test_a_domain_alone_names_no_system(onewrite: Terminal, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONEWRITE_DOMAIN", "your_package:LISTS")
    nothing = onewrite("parked")
    assert (nothing.code, "Which system? Start one with `make up`" in nothing.err) == (2, True)
    recorded(here, os.getpid())
    assert FOUND in onewrite("parked").err


def test_a_record_that_is_given_wins_over_the_environment(
    onewrite: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONEWRITE_PROJECT", "a-real-one")
    told = onewrite("release", "profiles", "--local", recorded(tmp_path, os.getpid()))
    assert (told.code, FOUND in told.err) == (2, True)


def test_a_folder_is_no_state_file(onewrite: Terminal, tmp_path: Path) -> None:
    for command in ("status", "parked"):
        told = onewrite(command, "--local", str(tmp_path))
        assert (told.code, told.err) == (
            2,
            f"onewrite: {tmp_path} is a folder: name the state file in it, as in .onewrite/local.json\n",
        )


def test_who_took_over_the_ports_of_a_dead_system_is_not_taken_for_it(
    onewrite: Terminal, tmp_path: Path, url: str
) -> None:
    alive = onewrite("status", "--json", "--local", recorded(tmp_path, os.getpid(), url))
    assert (alive.code, alive.json["ready"]) == (0, True)
    file = recorded(tmp_path, a_dead_process(), url)
    dead = onewrite("status", "--json", "--local", file)
    assert (dead.code, dead.json["ready"]) == (3, False)
    [shown] = [line for line in onewrite("status", "--local", file).out.splitlines() if "make up" in line]
    assert " no " in shown
