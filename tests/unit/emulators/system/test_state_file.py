import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from emulators.errors import CannotRun
from emulators.system import state_file
from onewrite.local.system import LocalSystem, PubSubPlace, SpannerPlace, find
from tests.support.waiting.eventually import eventually


def a_system(*, started: float | None = None) -> LocalSystem:
    here = state_file.identify(os.getpid())
    return LocalSystem(
        supervisor=here if started is None else replace(here, started=started),
        functions={"accept_commands": "http://127.0.0.1:8080"},
        processes={},
        spanner=None,
        pubsub=None,
        relay=("eager",),
        environment={"ONEWRITE_STORE": "memory"},
        folder=Path(),
    )


def test_a_second_system_is_refused_with_where_the_first_one_is(tmp_path: Path) -> None:
    state_file.write(tmp_path, a_system())
    with pytest.raises(CannotRun) as refused:
        state_file.refuse_a_second(tmp_path)
    assert f"already running (pid {os.getpid()})" in str(refused.value)
    assert "accept_commands  http://127.0.0.1:8080" in str(refused.value)


def test_another_process_with_a_recorded_id_is_not_taken_for_ours(tmp_path: Path) -> None:
    state_file.write(tmp_path, a_system(started=1.0))
    state_file.refuse_a_second(tmp_path)
    assert state_file.process_of(a_system(started=1.0).supervisor) is None
    assert state_file.process_of(a_system().supervisor) is not None


def test_what_is_written_is_read(tmp_path: Path) -> None:
    place = SpannerPlace(host="h", project="p", instance="i", database="d")
    topic = PubSubPlace(host="h", project="p", topic="t")
    for system in (a_system(), replace(a_system(), spanner=place, pubsub=topic, relay=())):
        state_file.write(tmp_path, system)
        assert state_file.read(tmp_path) == system


def whole(folder: Path) -> dict[str, object]:
    """Write a state file; return what is in it."""
    state_file.write(folder, a_system())
    written: dict[str, object] = json.loads((folder / state_file.NAME).read_text())
    return written


def test_a_process_that_has_ended_and_that_nobody_has_waited_for_is_none() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        saved = state_file.identify(process.pid)
        assert state_file.process_of(saved)
        process.kill()
        eventually(lambda: psutil.Process(process.pid).status() == psutil.STATUS_ZOMBIE)
        assert state_file.process_of(saved) is None


def test_who_reads_while_it_is_written_reads_the_old_state_to_its_end(tmp_path: Path) -> None:
    state_file.write(tmp_path, a_system())
    with (tmp_path / state_file.NAME).open() as reading:
        state_file.write(tmp_path, a_system(started=1.0))
        assert LocalSystem.of_json(reading.read()) == a_system()
    assert state_file.read(tmp_path) == a_system(started=1.0)


def test_a_record_that_cannot_be_read_counts_as_none(tmp_path: Path) -> None:
    assert state_file.read(tmp_path) is None
    for text in ("{", "", "[]", "{}", '{"supervisor": 7}', "\xff", json.dumps({**whole(tmp_path), "more": 1})):
        (tmp_path / state_file.NAME).write_text(text, "latin-1")
        assert state_file.read(tmp_path) is None


def test_the_running_system_is_found_from_any_folder_below(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    state_file.write(tmp_path / ".onewrite", a_system())
    (tmp_path / "deep" / "down").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "deep" / "down")
    assert find() == a_system()
    assert find(tmp_path / "elsewhere.json") is None
