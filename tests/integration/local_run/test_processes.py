import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from time import monotonic

import psutil
import pytest

from emulators.errors import CannotRun
from emulators.paths import ROOT
from emulators.processes import process
from emulators.processes.guard import ProcessGuard
from emulators.processes.process import Process
from emulators.processes.ready import await_ready
from onewrite.local.probes import SILENT, NotReady
from tests.support.systems.terminal import are_gone
from tests.support.waiting.bounds import WAIT_SECONDS
from tests.support.waiting.eventually import eventually

DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(600)"
WITH_WORKER = "import subprocess, sys; print(subprocess.Popen(['sleep', '600']).pid, flush=True); sys.stdin.read()"
#: A parent that ties a child to itself and then hangs.
PARENT = """
import subprocess, sys, time
from emulators.processes.guard import ProcessGuard
with ProcessGuard() as guard:
    child = subprocess.Popen([sys.executable, "-c", {deaf!r}], start_new_session=True, stdout=subprocess.PIPE)
    child.stdout.readline()
    guard.hold(child.pid)
    print(child.pid, guard._process.pid, guard.folder, flush=True)
    time.sleep(600)
"""


@pytest.fixture
def guard() -> Iterator[ProcessGuard]:
    with ProcessGuard() as guard:
        yield guard


def a_process(guard: ProcessGuard, folder: Path, code: str) -> Process:
    environment: Mapping[str, str] = {"PATH": "/usr/bin:/bin"}
    return Process("it", [sys.executable, "-c", code], environment, folder, folder / "it.log", guard)


def test_a_process_that_will_not_stop_is_killed(
    guard: ProcessGuard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "STOP_SECONDS", 0.1)
    it = a_process(guard, tmp_path, DEAF)
    it.start()
    eventually(lambda: "up" in it.last_line)
    it.stop()
    assert not it.is_alive
    assert it.ending == f"was killed by signal {signal.SIGKILL}"


def test_killing_a_process_leaves_none_of_its_workers(guard: ProcessGuard, tmp_path: Path) -> None:
    it = a_process(guard, tmp_path, WITH_WORKER.replace("sys.stdin.read()", "import time; time.sleep(600)"))
    it.start()
    eventually(lambda: it.last_line.strip().isdecimal())
    worker = psutil.Process(int(it.last_line))
    it.kill()
    assert are_gone([worker])


def test_a_process_that_ends_before_it_is_ready_is_named_with_the_last_line_of_its_log(
    guard: ProcessGuard, tmp_path: Path
) -> None:
    it = a_process(guard, tmp_path, "print('first', flush=True); raise SystemExit('no port, no glory\\n\\n')")
    it.start()
    with pytest.raises(
        CannotRun, match=r"^it ended with exit code 1 before it was ready.*no port, no glory \(log: .*\)$"
    ):
        await_ready("it", it, lambda: SILENT, within=WAIT_SECONDS)
    it.stop()


def test_what_passes_by_itself_is_waited_for_and_nothing_else_is(guard: ProcessGuard, tmp_path: Path) -> None:
    it = a_process(guard, tmp_path, DEAF)
    it.start()
    said = iter([SILENT, NotReady("the store is not there", passes=True), None])
    await_ready("it", it, lambda: next(said), within=WAIT_SECONDS)
    with pytest.raises(CannotRun, match=r"^it can't work: no such projection \(log: .*\)$"):
        await_ready("it", it, lambda: NotReady("no such projection", passes=False), within=WAIT_SECONDS)
    it.kill()


def test_a_process_that_may_be_started_again_is_waited_for_whatever_it_says(
    guard: ProcessGuard, tmp_path: Path
) -> None:
    it = a_process(guard, tmp_path, "")
    it.start()
    assert it.wait(WAIT_SECONDS)
    said = iter([SILENT, NotReady("it is half written", passes=False), None])
    await_ready("it", it, lambda: next(said), within=WAIT_SECONDS, restarts=True)


def test_a_process_that_never_responds_is_given_up(guard: ProcessGuard, tmp_path: Path) -> None:
    it = a_process(guard, tmp_path, DEAF)
    it.start()
    with pytest.raises(CannotRun, match=r"^it was not ready within 0 s: it does not respond; the last line of"):
        await_ready("it", it, lambda: SILENT, within=0)
    it.kill()


def test_a_child_does_not_outlive_a_parent_that_is_killed(tmp_path: Path) -> None:
    command = [sys.executable, "-c", PARENT.format(deaf=DEAF)]
    parent = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    with parent:
        assert parent.stdout
        *pids, folder = parent.stdout.readline().split()
        child, guard = (psutil.Process(int(pid)) for pid in pids)
        parent.kill()
    assert are_gone([child, guard])
    assert not Path(folder).exists()


def test_what_was_released_is_nothing_to_the_guard_any_more() -> None:
    """Its id may be another's by then."""
    with subprocess.Popen(["sleep", "600"], start_new_session=True) as released:
        with ProcessGuard() as guard:
            guard.hold(released.pid)
            guard.release(released.pid)
        assert released.poll() is None
        released.kill()


class Listed(ProcessGuard):
    """Knows as well what it holds."""

    def __init__(self) -> None:
        self.held: set[int] = set()

    def hold(self, group: int) -> None:
        super().hold(group)
        self.held.add(group)

    def release(self, group: int) -> None:
        super().release(group)
        self.held.discard(group)


def test_a_process_is_held_by_the_guard_from_its_start_to_its_end(tmp_path: Path) -> None:
    with Listed() as guard:
        it = a_process(guard, tmp_path, "import time; time.sleep(600)")
        it.start()
        assert guard.held == {it.pid}
        it.stop()
        assert guard.held == set()


def test_processes_that_will_not_stop_are_waited_for_together(
    guard: ProcessGuard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "STOP_SECONDS", 1.0)
    deaf = [a_process(guard, tmp_path / str(number), DEAF) for number in range(5)]
    for it in deaf:
        it.folder.mkdir()
        it.start()
        eventually(lambda it=it: "up" in it.last_line)  # type: ignore[misc]
    began = monotonic()
    process.stop_all(deaf)
    assert monotonic() - began < 4
    assert not any(it.is_alive for it in deaf)
