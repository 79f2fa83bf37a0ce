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
from tests.support.systems.command_line import Terminal, local_system
from tests.support.waiting.bounds import WAIT_SECONDS

FOUND = "This system doesn't serve operate_views"


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
    """Save an embedded system that serves one function, as `make up` does; return the file."""
    state_file.write(
        folder / ".onewrite", local_system(folder / ".onewrite", supervisor=supervisor, accept_commands=url)
    )
    return str(folder / ".onewrite" / state_file.NAME)


def a_dead_process() -> int:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait(WAIT_SECONDS)
    return ended.pid


def test_a_domain_alone_names_no_system(onewrite: Terminal, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONEWRITE_DOMAIN", "your_package:LISTS")
    nothing = onewrite("parked")
    advice = "start one with `make up`, or set ONEWRITE_PROJECT, ONEWRITE_DOMAIN, …"
    assert (nothing.code, nothing.err) == (2, f"onewrite: No system runs here: {advice}\n")
    recorded(here, os.getpid())
    assert FOUND in onewrite("parked").err


def test_a_record_that_is_given_wins_over_the_environment(
    onewrite: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONEWRITE_PROJECT", "a-real-one")
    told = onewrite("--local", recorded(tmp_path, os.getpid()), "release", "profiles")
    assert (told.code, FOUND in told.err) == (2, True)


def test_a_folder_is_no_state_file(onewrite: Terminal, tmp_path: Path) -> None:
    for command in ("status", "parked"):
        told = onewrite("--local", str(tmp_path), command)
        assert (told.code, told.err) == (
            2,
            f"onewrite: {tmp_path} is a folder: name the state file in it, as in .onewrite/local.json\n",
        )


def test_who_took_over_the_ports_of_a_dead_system_is_not_taken_for_it(
    onewrite: Terminal, tmp_path: Path, url: str
) -> None:
    alive = onewrite("--local", recorded(tmp_path, os.getpid(), url), "status", "--json")
    assert (alive.code, alive.json["ready"]) == (0, True)
    file = recorded(tmp_path, a_dead_process(), url)
    dead = onewrite("--local", file, "status", "--json")
    assert (dead.code, dead.json["ready"], dead.json["not_ready"]) == (3, False, {"make up": "it has ended"})
    [shown] = [line for line in onewrite("--local", file, "status").out.splitlines() if "make up" in line]
    assert shown.split()[-4:] == ["no:", "it", "has", "ended"]
    told = onewrite("--local", file, "parked")
    assert (told.code, told.out, len(told.err.splitlines())) == (3, "", 1)
    assert told.err == "onewrite: The local system is gone: start it with `make up`\n"


@pytest.mark.parametrize(
    ("environment", "asked"),
    [
        ({}, True),
        ({"SPANNER_EMULATOR_HOST": "localhost:1"}, True),
        ({"PUBSUB_EMULATOR_HOST": "localhost:1"}, True),
        ({"SPANNER_EMULATOR_HOST": "localhost:1", "PUBSUB_EMULATOR_HOST": "localhost:2"}, False),
        ({"ONEWRITE_STORE": "memory"}, False),
        ({"ONEWRITE_STORE": "spanner"}, True),
    ],
)
def test_only_a_system_that_is_here_altogether_is_changed_unasked(
    onewrite: Terminal, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], asked: bool
) -> None:
    for name in ("SPANNER_EMULATOR_HOST", "PUBSUB_EMULATOR_HOST"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"ONEWRITE_PROJECT": "named", "ONEWRITE_DOMAIN": "nobody:HOME", **environment}.items():
        monkeypatch.setenv(name, value)
    told = onewrite("reconcile")
    assert ("in named, a real project" in told.err, "ONEWRITE_DOMAIN" in told.err) == (asked, not asked)


def test_where_nothing_runs_nothing_is_ready(onewrite: Terminal, tmp_path: Path) -> None:
    nowhere = ("--local", str(tmp_path / state_file.NAME))
    asked = onewrite(*nowhere, "status", "--json")
    assert (asked.code, asked.json["ready"]) == (3, False)
    assert (asked.json["functions"], asked.json["not_ready"], asked.json["views"]) == ({}, {}, None)
    assert onewrite(*nowhere, "status").err == "Nothing runs here: start it with `make up`.\n"
