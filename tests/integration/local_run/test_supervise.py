"""The supervisor, of real processes that serve nothing."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from emulators.processes import process, restart
from emulators.processes.guard import ProcessGuard
from emulators.processes.process import Process
from emulators.system import pauses, state_file
from emulators.system.supervise import Supervisor
from emulators.system.system import System
from onewrite.local.restarts import RestartRequests
from tests.support.systems.terminal import are_gone
from tests.support.waiting.bounds import WAIT_SECONDS
from tests.support.waiting.eventually import eventually
from tests.support.waiting.never import never

#: Prints the id of a worker, and ends in order when it is asked to.
_CODE = """
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, lambda *_: sys.exit(print("in order", flush=True)))
print(subprocess.Popen(["sleep", "600"]).pid, flush=True)
time.sleep(600)
"""
SERVER = (sys.executable, "-c", _CODE)
DEAF = (sys.executable, "-c", _CODE.replace('lambda *_: sys.exit(print("in order", flush=True))', "signal.SIG_IGN"))


class Supervised:
    """A system of one process, its supervisor, and what that has said."""

    def __init__(self, folder: Path, guard: ProcessGuard, *command: str) -> None:
        self.process = Process("it", command, {"PATH": "/usr/bin:/bin"}, folder, folder / "it.log", guard)
        self.system = System(folder, {"it": "http://127.0.0.1:1"}, {"it": self.process}, None, (), {})
        self.said: list[str] = []

    @contextmanager
    def running(self, *, restart: bool = True) -> Iterator[None]:
        self.process.start()
        supervisor = Supervisor(self.system, restart=restart, say=self.said.append)
        supervisor.start()
        try:
            yield
        finally:
            supervisor.stop()
            self.process.stop()

    def worker(self) -> psutil.Process:
        """The worker of the process that was started last, once there is one."""
        [found] = eventually(lambda: psutil.Process(self.process.pid).children())
        return found

    def recorded(self) -> int | None:
        """The id of the process in the state file."""
        system = state_file.read(self.system.folder)
        return system.processes["it"].pid if system else None


@pytest.fixture
def guard() -> Iterator[ProcessGuard]:
    with ProcessGuard() as guard:
        yield guard


def test_a_server_that_was_killed_is_started_again_and_its_workers_are_gone(
    guard: ProcessGuard, tmp_path: Path
) -> None:
    it = Supervised(tmp_path, guard, *SERVER)
    with it.running():
        worker, before = it.worker(), it.process.pid
        psutil.Process(before).kill()
        eventually(lambda: it.recorded() not in {None, before})
        assert it.recorded() == it.process.pid
        assert are_gone([worker])
        assert it.said == [f"it was killed by signal 9: starting it again (log: {tmp_path / 'it.log'})"]


def test_each_death_is_told_of_a_process_that_dies_again_and_again(guard: ProcessGuard, tmp_path: Path) -> None:
    it = Supervised(tmp_path, guard, "/bin/sh", "-c", "exit 3")
    with it.running():
        eventually(lambda: len(it.said) == 3)
    assert set(it.said) == {f"it ended with exit code 3: starting it again (log: {tmp_path / 'it.log'})"}


def test_the_next_death_is_told_of_a_process_that_somebody_else_has_started_meanwhile(
    guard: ProcessGuard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pauses, "FIRST_PAUSE_SECONDS", 2 * WAIT_SECONDS)
    it = Supervised(tmp_path, guard, *SERVER)
    with it.running():
        psutil.Process(it.worker().ppid()).kill()
        eventually(lambda: len(it.said) == 1)
        it.system.reload(["it"])
        assert never(lambda: not it.process.is_alive, within=0.5)
        psutil.Process(it.process.pid).kill()
        eventually(lambda: len(it.said) == 2)


def test_what_is_asked_to_restart_ends_in_order_and_is_no_death(
    guard: ProcessGuard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(restart, "STOP_SECONDS", WAIT_SECONDS)
    it = Supervised(tmp_path, guard, *SERVER)
    with it.running():
        worker, before = it.worker(), it.process.pid
        RestartRequests(tmp_path).write(["it", "nobody"])
        eventually(lambda: it.recorded() not in {None, before})
        assert it.recorded() == it.process.pid
        assert are_gone([worker])
        assert it.worker().is_running()
    log = it.process.log.read_text()
    assert log.count("in order") == 2, "then and in the end; a log is continued"
    assert it.said == ["Restarting it, as `onewrite restart` asks"]


def test_what_does_not_end_when_it_is_asked_to_restart_is_killed(
    guard: ProcessGuard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (restart, process):
        monkeypatch.setattr(module, "STOP_SECONDS", 0.2)
    it = Supervised(tmp_path, guard, *DEAF)
    with it.running():
        worker, before = it.worker(), psutil.Process(it.process.pid)
        it.system.reload(["it"])
        assert are_gone([worker, before])
        assert it.worker().is_running()


def test_without_restarts_a_death_stays_one_but_a_request_is_carried_out(guard: ProcessGuard, tmp_path: Path) -> None:
    it = Supervised(tmp_path, guard, *SERVER)
    with it.running(restart=False):
        it.process.kill()
        assert never(lambda: it.process.is_alive or bool(it.said), within=0.5)
        RestartRequests(tmp_path).write(["it"])
        eventually(lambda: it.process.is_alive)


def test_a_restart_with_other_settings_keeps_the_rest(guard: ProcessGuard, tmp_path: Path) -> None:
    it = Supervised(tmp_path, guard, *SERVER)
    with it.running():
        for word in ("one", "two"):
            it.system.restart("it", {"WORD": word})
        environment = psutil.Process(it.worker().ppid()).environ()
    assert (environment["WORD"], environment["PATH"]) == ("two", "/usr/bin:/bin")


def test_nothing_is_started_while_somebody_else_starts_or_stops_something(guard: ProcessGuard, tmp_path: Path) -> None:
    it = Supervised(tmp_path, guard, *SERVER)
    with it.running(), ThreadPoolExecutor() as threads:
        with it.system.lock:
            it.process.kill()
            reloaded = threads.submit(it.system.reload, ["it"])
            assert never(lambda: it.process.is_alive or bool(it.said), within=0.5)
        reloaded.result(WAIT_SECONDS)
        eventually(lambda: it.process.is_alive)
