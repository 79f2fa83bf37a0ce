import os
import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest

from emulators.errors import CannotRun
from emulators.paths import ROOT
from emulators.processes import ports
from emulators.processes.ports import ELSEWHERE, consecutive_ports, free_ports, is_free


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def first_of_three() -> int:
    """Return a free port that two more follow."""
    return next(port for port in free_ports(50) if is_free(port + 1) and is_free(port + 2))


def test_free_ports_are_free_and_different() -> None:
    free = free_ports(20)
    assert len(set(free)) == 20
    assert all(is_free(port) for port in free)


def test_no_port_is_handed_out_twice_before_it_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    few = free_ports(20)
    monkeypatch.setattr(ports, "CANDIDATES", few)
    monkeypatch.setattr(ports, "_handed_out", set())
    assert {port for _ in range(10) for port in free_ports(2)} == set(few)


def test_no_port_is_handed_out_that_another_process_was_given() -> None:
    code = f"from emulators.processes import ports; ports.CANDIDATES = {free_ports(4)}; ports.free_ports(1)"
    other = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False, capture_output=True, text=True)
    assert other.stderr.splitlines()[-1] == "StopIteration"


def test_a_port_that_is_taken_is_refused_with_its_holder_and_a_way_out(taken: int) -> None:
    with pytest.raises(CannotRun) as refused:
        consecutive_ports(taken, 1)
    assert f"port {taken} is in use by" in str(refused.value)
    assert f"(pid {os.getpid()})" in str(refused.value)
    assert f"make up PORT={taken + ELSEWHERE}" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_every_port_that_is_needed_has_to_be_free() -> None:
    first = first_of_three()
    with socket.create_server(("127.0.0.1", first + 2)):
        expected = f"^port {first + 2} is in use by .*: make up PORT={first + ELSEWHERE}$"
        with pytest.raises(CannotRun, match=expected):
            consecutive_ports(first, 3)


def test_ports_count_up_from_the_first() -> None:
    first = first_of_three()
    assert consecutive_ports(first, 3) == [first, first + 1, first + 2]
