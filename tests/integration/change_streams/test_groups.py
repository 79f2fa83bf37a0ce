"""Groups on a real emulator whose partitions split, merge and move: instances come and go, die and freeze."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import enumerate as enumerate_threads
from typing import TypeAlias

import pytest

from emulators.paths import ROOT
from emulators.processes.guard import ProcessGuard
from emulators.processes.process import Process
from spanner_changes import GroupState
from tests.support.change_streams.instance import GROUP, PACE, Files
from tests.support.change_streams.instances import Handled, instance, is_fair
from tests.support.change_streams.reader import have_split_merged_and_moved
from tests.support.change_streams.things import Things
from tests.support.faults.stopped import stop_group
from tests.support.waiting.again import again_and_again
from tests.support.waiting.eventually import eventually

pytestmark = pytest.mark.emulator

#: Starts an instance of this name in a process of its own.
Start: TypeAlias = Callable[[str], Process]


def test_instances_share_the_partitions_fairly_and_nothing_is_missing_whoever_comes_and_goes(things: Things) -> None:
    handled, state = Handled(), things.group(GROUP)
    state.begin()
    with again_and_again(things.commit, pause=0.02) as writing, instance(things, "a", handled):
        eventually(lambda: is_fair(state, "a"))
        with instance(things, "b", handled):
            eventually(lambda: is_fair(state, "a", "b"))
            with instance(things, "c", handled):
                eventually(lambda: is_fair(state, "a", "b", "c"))
            view = state.look()
            assert "c" not in view.members
            assert "c" not in {one.holder for one in view.partitions}
            eventually(lambda: is_fair(state, "a", "b"))
        eventually(lambda: have_split_merged_and_moved(handled.parents))
        writing.goes_on()
        writing.over.set()
        eventually(lambda: set(things.written) <= set(handled.numbers))
    assert all(numbers == sorted(numbers) for numbers in handled.by_partition.values())


def test_windows_that_wait_for_what_comes_end_with_their_instance_and_no_thread_stays(things: Things) -> None:
    handled, waits = Handled(), replace(PACE, waits=True, window=timedelta(hours=1))
    with instance(things, "a", handled, waits):
        eventually(lambda: handled.parents)
        things.commit(20)
        eventually(lambda: len(handled.numbers) > 10)  # the emulator may lose some in a window that waits
    eventually(lambda: "ahead" not in {thread.name for thread in enumerate_threads()})


@pytest.fixture
def start(things_of_both: Things, tmp_path: Path, warm_processes: None) -> Iterator[Start]:
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'shared'}"}
    started: list[Process] = []
    with ProcessGuard() as guard:

        def start(member: str) -> Process:
            arguments = [things_of_both.host, things_of_both.project, member, str(tmp_path)]
            command = [sys.executable, "-m", "tests.support.change_streams.instance", *arguments]
            started.append(Process(member, command, environment, ROOT, tmp_path / f"{member}.log", guard))
            started[-1].start()
            return started[-1]

        yield start
        for process in started:
            process.kill()


class Watermarks:
    """Looks at a group again and again: no watermark goes back."""

    def __init__(self, state: GroupState) -> None:
        self._state = state
        self._seen = {one.token: one for one in state.look().partitions}

    def __call__(self) -> None:
        for now in self._state.look().partitions:
            before = self._seen.get(now.token, now)
            assert before.watermark <= now.watermark, f"{now} was at {before}"
            assert before.fence <= now.fence
            self._seen[now.token] = now


def test_nothing_is_missing_though_one_instance_is_killed_and_one_frozen_while_it_handles_changes(
    things_of_both: Things, tmp_path: Path, start: Start
) -> None:
    things = things_of_both
    state, here = things.group(GROUP), Handled()
    state.begin()
    frozen, killed = Files(tmp_path, "frozen"), Files(tmp_path, "killed")
    frozen.hold.touch()
    with again_and_again(things.commit, Watermarks(things.group(GROUP)), pause=0.05) as going:
        sleeper = start("frozen")
        eventually(frozen.is_held.exists)
        stop_group(sleeper.pid)
        victim = start("killed")
        eventually(lambda: killed.numbers)
        victim.kill()
        with instance(things, "here", here):
            eventually(lambda: here.numbers)
            frozen.hold.unlink()
            os.killpg(sleeper.pid, signal.SIGCONT)
            eventually(lambda: is_fair(state, "frozen", "here"))
            going.goes_on()
            going.over.set()
            eventually(lambda: set(things.written) <= {*here.numbers} | frozen.numbers | killed.numbers)
            sleeper.terminate()
            assert sleeper.ending == "ended with exit code 0"
            eventually(lambda: is_fair(state, "here"))
    assert "is another instance's now" in sleeper.log.read_text()
