"""What can't work is refused by `make up` in one line, before anything is started."""

import random
import socket
from pathlib import Path

import pytest

from emulators.google.kinds import PUBSUB, SPANNER
from emulators.processes.ports import CANDIDATES, free_port, is_free
from tests.integration.local_run.conftest import Refused
from tests.support.systems.terminal import running as make_up
from tests.support.systems.toy_functions import BROKEN, HTTP, toys


@pytest.fixture
def functions(tmp_path: Path) -> Path:
    return toys(tmp_path / "functions", accept_commands=HTTP, answer_queries=HTTP)


def first_of_two_ports() -> int:
    """Return a port that is free, as is the next one, below those that other tests are given meanwhile."""
    while True:
        first = random.randrange(10_000, CANDIDATES.start - 1)
        if is_free(first) and is_free(first + 1):
            return first


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"RELAY": "eagre"}, "RELAY=eagre is not known"),
        ({"DELIVERY": "pul"}, "DELIVERY=pul has profiles=pul: use push, pull or both for all"),
        ({"WATCH": "maybe"}, "WATCH=maybe is not known: use yes or no"),
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
    tmp_path: Path, functions: Path, refused: Refused, variables: dict[str, str], said: str
) -> None:
    line = refused(tmp_path / "up", functions, **{"PORT": str(first_of_two_ports()), **variables})
    assert said in line
    assert len(line.splitlines()) == 1


def test_functions_that_cannot_work_are_refused_one_line_each(tmp_path: Path, refused: Refused) -> None:
    left = toys(tmp_path / "functions", accept_commands="import nobody\n", answer_queries=BROKEN)
    one, other = refused(tmp_path / "up", left).splitlines()
    assert one.startswith(
        "make up: functions/accept_commands: ModuleNotFoundError: No module named 'nobody' (functions/"
    )
    assert other == "functions/answer_queries: RuntimeError: no function today (functions/answer_queries/main.py:1)"


def test_a_port_in_use_is_refused(tmp_path: Path, functions: Path, refused: Refused) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        line = refused(tmp_path / "up", functions, PORT=str(port))
    assert f"port {port} is in use by" in line
    assert f"make up PORT={port + 1000}" in line
    assert len(line.splitlines()) == 1


def test_the_process_ends_with_that_line_and_exit_code(tmp_path: Path, functions: Path) -> None:
    with make_up(tmp_path / "up", functions, {"RELAY": "eagre"}) as terminal:
        assert terminal.exit_code == 2
        assert terminal.shown.startswith("make up: RELAY=eagre is not known")
        assert len(terminal.shown.splitlines()) == 1
