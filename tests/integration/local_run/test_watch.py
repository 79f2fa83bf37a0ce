"""An emulator that is gone ends everything, in one line that names it; also one that somebody else had started."""

import os
import signal
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from textwrap import dedent

import pytest

from emulators.google import watch
from emulators.google.kinds import PUBSUB, SPANNER
from emulators.google.start import Emulators, running_emulators
from emulators.google.watch import Watch
from tests.support.systems.emulators import unique
from tests.support.systems.terminal import are_gone, running
from tests.support.systems.toy_functions import HTTP, SERVED, toys
from tests.support.waiting.eventually import eventually

SLOW = f"import time\n{SERVED}time.sleep(600)\n{dedent(HTTP)}"


@pytest.fixture
def own_spanner(emulators: Emulators, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Emulators]:
    """A Spanner emulator of this test alone, beside the Pub/Sub emulator of all."""
    assert emulators.pubsub == os.environ[PUBSUB.variable]
    monkeypatch.setenv("ONEWRITE_PROJECT", unique("watch"))
    monkeypatch.setenv(SPANNER.variable, "")
    with running_emulators(tmp_path / "emulators") as own:
        yield own


def kill_spanner(own: Emulators) -> None:
    spanner = own.process(SPANNER)
    assert spanner
    spanner.kill()


def test_the_death_of_an_adopted_emulator_ends_everything(own_spanner: Emulators, tmp_path: Path) -> None:
    functions = toys(tmp_path / "functions", accept_commands=HTTP, answer_queries=HTTP)
    with running(tmp_path / "up", functions, own_spanner.environment) as terminal:
        eventually(terminal.is_up)
        family = terminal.family()
        kill_spanner(own_spanner)
        assert terminal.exit_code == 2
        ending = f"the Spanner emulator at {own_spanner.spanner} does not answer any more, so everything was stopped"
        assert terminal.shown.splitlines()[-1] == f"make up: {ending}: start it, then run this again"
        assert are_gone(family)


def test_an_emulator_that_dies_during_the_start_is_named_and_no_function_is_blamed(
    emulators: Emulators, tmp_path: Path
) -> None:
    functions = toys(tmp_path / "functions", accept_commands=SLOW)
    own = {SPANNER.variable: "", PUBSUB.variable: emulators.pubsub, "ONEWRITE_PROJECT": unique("watch")}
    with running(tmp_path / "up", functions, own) as terminal:
        eventually(lambda: "Starting 1 functions" in terminal.shown)
        [emulator] = [process for process in terminal.family() if process.name() == "emulator_main"]
        emulator.send_signal(signal.SIGKILL)
        assert terminal.exit_code == 2
        ending = terminal.shown.splitlines()[-1]
        assert ending.startswith("make up: the Spanner emulator was killed by signal 9 (log: ")


def test_an_emulator_that_takes_calls_and_answers_none_counts_as_gone(
    emulators: Emulators, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert Watch(emulators).check() is None
    monkeypatch.setattr(watch, "PROBE_TIMEOUT_SECONDS", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as mute:
        host = f"127.0.0.1:{mute.getsockname()[1]}"
        said = Watch(replace(emulators, pubsub=host, processes=()))._failure_of(PUBSUB)
        assert said
        assert said.startswith(f"the Pub/Sub emulator at {host} does not answer any more")
