"""What is saved while `make up` runs is taken up, with real processes; who never saves has nothing to wait for."""

from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from emulators.google.connect import connect
from emulators.google.start import Emulators
from tests.support.systems.emulators import alive, unique
from tests.support.systems.saving import NAMES, Desk, make_up
from tests.support.waiting.eventually import eventually

WORDS = "shared/accounts/words.py"
READY = r"Ready again after \d+\.\d s\."
QUERIES = "functions/answer_queries/main.py"


@pytest.fixture(scope="module")
def up(running: Emulators, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    variables = {**alive(running).environment, "ONEWRITE_PROJECT": unique("reloading")}
    with make_up(tmp_path_factory.mktemp("copy"), variables) as desk:
        yield desk


@pytest.fixture
def desk(up: Desk) -> Iterator[Desk]:
    """Everything is as it was in the end; each test waits until what it saved last is taken up."""
    files = {file: file.read_text() for folder in ("shared", "functions") for file in (up.root / folder).rglob("*.py")}
    desk = Desk(up.root, up.terminal)
    yield desk
    for changed in [file for file, text in files.items() if file.read_text() != text]:
        restored = Desk(up.root, up.terminal)
        changed.write_text(files[changed])
        restored.await_line(READY)
    assert [desk.says(name) for name in NAMES] == ["own shared"] * len(NAMES)


def test_a_saved_function_is_restarted_and_no_other_one(desk: Desk) -> None:
    before = desk.pids()
    desk.save(QUERIES, '"own "', '"new "')
    desk.await_line(f"{QUERIES} changed: restarting answer_queries")
    desk.await_line(READY)
    assert [desk.says(name) for name in NAMES] == ["own shared", "new shared"]
    assert desk.pids()["accept_commands"] == before["accept_commands"]
    assert "starting it again" not in desk.printed, "nobody died"


def test_saved_code_that_all_share_restarts_all_of_them(desk: Desk) -> None:
    before = set(desk.pids().values())
    desk.save(WORDS, "shared", "common")
    desk.await_line(f"{WORDS} changed: restarting all 2 functions")
    desk.await_line(READY)
    assert [desk.says(name) for name in NAMES] == ["own common"] * 2
    assert not before & set(desk.pids().values())
    assert "starting it again" not in desk.printed, "nobody died"


def test_a_syntax_error_is_told_with_its_line_and_what_runs_goes_on_until_it_is_mended(desk: Desk) -> None:
    before = desk.pids()
    desk.save(WORDS, '"shared"', '("common"')
    desk.await_line(rf"{WORDS}:1: '\(' was never closed; what runs goes on with the code of before")
    desk.save(QUERIES, '"own "', '"new "')
    eventually(lambda: desk.printed.count("was never closed") == 2)
    assert desk.pids() == before
    desk.save(WORDS, '("common"', '"common"')
    desk.await_line(f"{QUERIES} and 1 more changed: restarting all 2 functions")
    desk.await_line(READY)
    assert [desk.says(name) for name in NAMES] == ["own common", "new common"]


def test_a_domain_that_can_no_longer_be_imported_is_told_and_what_runs_goes_on(desk: Desk) -> None:
    before = desk.pids()
    desk.save("shared/accounts/decider.py", "\n\n", "\n\nundeclared()\n\n")
    desk.await_line(r".*NameError: name 'undeclared' is not defined.*; what runs goes on with the code of before")
    assert desk.pids() == before


def test_a_function_that_says_why_it_cannot_work_is_told_at_once(desk: Desk) -> None:
    desk.save(QUERIES, 'return "own " + SHARED', 'return {"detail": "no such projection"}, 500')
    desk.await_line(r"answer_queries isn't ready: no such projection \(log: .*\)")


def test_a_statement_that_is_saved_is_given_to_the_database_that_is_there(desk: Desk) -> None:
    schema, spanner = desk.root / "infra" / "schema", desk.system.spanner
    assert spanner
    (schema / "3001_totals.sql").write_text("CREATE TABLE totals (id INT64 NOT NULL) PRIMARY KEY (id")
    desk.await_line("infra/schema: the Spanner emulator refuses CREATE TABLE totals: Syntax error on line 1.*")
    (schema / "3001_totals.sql").write_text("CREATE TABLE totals (id INT64 NOT NULL) PRIMARY KEY (id);")
    desk.await_line("Added to the database: CREATE TABLE totals")
    assert connect(spanner).table("totals").exists()
    (schema / "3001_totals.sql").unlink()
    desk.await_line(r"infra/schema isn't what .* was made of \(CREATE TABLE totals differs\): leave what .*")


@pytest.mark.parametrize("path", ["infra/topology.json", "emulators/emulators.env", "functions/project_totals/main.py"])
def test_what_is_read_at_the_start_only_is_told_to_need_another_one(desk: Desk, path: str) -> None:
    before = desk.pids()
    file = desk.root / path
    file.parent.mkdir(exist_ok=True)
    eventually(lambda: file.write_text(file.read_text() if file.exists() else "pass") and path in desk.printed)
    desk.await_line(f"{path} changed: stop `make up` and start it again to take that up")
    assert desk.pids() == before


def test_embedded_the_one_process_is_restarted_and_says_that_its_memory_is_gone(tmp_path: Path) -> None:
    with make_up(tmp_path, {"ONEWRITE_STORE": "memory"}) as desk:
        [before] = set(desk.pids().values())
        desk.save(QUERIES, '"own "', '"new "')
        desk.await_line(f"{QUERIES} changed: restarting the embedded system, whose memory is gone")
        desk.await_line(READY)
        assert [desk.says(name) for name in NAMES] == ["own shared", "new shared"]
        assert not psutil.pid_exists(before)
