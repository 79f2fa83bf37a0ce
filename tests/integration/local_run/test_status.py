import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest

from emulators.google.start import Emulators
from emulators.system.system import System
from tests.support.systems.command_line import Terminal
from tests.support.systems.start_system import StartSystem, only
from tests.support.systems.toy_functions import HTTP, PUSHED, toys
from tests.support.waiting.bounds import WAIT_SECONDS

ELSEWHERE = {"ONEWRITE_PROJECT": "a-real-one", "ONEWRITE_DATABASE_ROLE": "operators"}


@pytest.fixture(scope="module")
def system(start_shared_system: StartSystem, tmp_path_factory: pytest.TempPathFactory) -> System:
    folder = only(tmp_path_factory.mktemp("three"), "operate_views")
    functions = toys(folder, accept_commands=HTTP, project_profiles=PUSHED)
    return start_shared_system(functions=functions, relay="eager", restart=False)


@pytest.fixture
def onewrite(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Terminal]:
    """A terminal in which another system is named; the command line joins the one that it is given."""
    with patch.dict(os.environ, ELSEWHERE):
        yield Terminal(monkeypatch, capsys)


def local(folder: Path) -> tuple[str, str]:
    return "--local", str(folder / "local.json")


def ready(shown: str) -> set[str]:
    """Return the parts that are shown as ready."""
    return set(re.findall(r"^(\S.*?) {2,}\S.* yes *$", shown, re.MULTILINE))


def test_status_tells_a_program_everything_it_needs(system: System, emulators: Emulators) -> None:
    command = [str(Path(sys.executable).with_name("onewrite")), *local(system.folder), "status", "--json"]
    elsewhere = {**os.environ, **ELSEWHERE}
    asked = subprocess.run(command, env=elsewhere, capture_output=True, text=True, timeout=WAIT_SECONDS, check=False)
    project = system.environment["ONEWRITE_PROJECT"]
    assert asked.returncode == 0
    told = json.loads(asked.stdout)
    assert set(told.pop("views")["projections"]) == {"profiles", "interests", "clubs"}
    assert told == {
        "ready": True,
        "not_ready": {},
        "functions": system.urls,
        "spanner": {"host": emulators.spanner, "project": project, "instance": "onewrite", "database": "onewrite"},
        "pubsub": {"host": emulators.pubsub, "project": project, "topic": "events"},
        "relay": ["eager"],
        "groups": [],
        "unpublishable": [],
    }


def test_status_tells_people_what_answers(system: System, onewrite: Terminal) -> None:
    shown = onewrite(*local(system.folder), "status")
    assert shown.code == 0
    assert all(url in shown.out for url in system.urls.values())
    assert ready(shown.out) == {"make up", *system.urls, "Spanner", "Pub/Sub"}
    assert "\nRelay: eager.\n" in shown.out
    assert re.search(r"^profiles +1 +- +0 +0 +0", shown.out, re.MULTILINE)


def test_a_system_with_a_dead_function_is_not_ready(system: System, onewrite: Terminal) -> None:
    system.kill("project_profiles")
    try:
        asked = onewrite(*local(system.folder), "status", "--json")
        shown = onewrite(*local(system.folder), "status")
    finally:
        system.start("project_profiles")
    assert asked.code == 3
    assert asked.json["ready"] is False
    assert asked.json["not_ready"] == {"project_profiles": "it does not respond"}
    assert asked.json["views"], "operate_views can be asked"
    assert ready(shown.out) == {"make up", "accept_commands", "operate_views", "Spanner", "Pub/Sub"}
    assert re.search(r"^project_profiles .* no: it does not respond$", shown.out, re.MULTILINE)


def test_a_system_whose_operators_can_ask_nobody_shows_no_views(system: System, onewrite: Terminal) -> None:
    system.kill("operate_views")
    try:
        asked = onewrite(*local(system.folder), "status", "--json")
        told = onewrite(*local(system.folder), "parked")
    finally:
        system.start("operate_views")
    assert (asked.code, list(asked.json["not_ready"]), asked.json["views"]) == (3, ["operate_views"], None)
    assert asked.err == ""
    assert (told.code, told.out, len(told.err.splitlines())) == (3, "", 1)
    assert f"operate_views at {system.url('operate_views')} gives no response" in told.err
