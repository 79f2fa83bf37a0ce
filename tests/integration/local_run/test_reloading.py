"""What is saved while `make up` runs is taken up, with real processes.

Each test saves what differs from what the test before has left, and leaves what works.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from emulators.google.connect import connect
from emulators.google.start import Emulators
from emulators.reloading.reloader import reloading
from emulators.system.run import running_system
from tests.support.http.curl import CURL
from tests.support.systems.emulators import alive, unique
from tests.support.systems.saving import NAMES, Desk, make_up
from tests.support.systems.toy_functions import HTTP, toys
from tests.support.waiting.eventually import eventually

WORDS = "shared/accounts/words.py"
QUERIES = "functions/answer_queries/main.py"
READY = r"Ready again after \d+\.\d s\."
GOES_ON = "; what runs goes on with the code of before"


@pytest.fixture(scope="module")
def up(running: Emulators, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    variables = {**alive(running).environment, "ONEWRITE_PROJECT": unique("reloading")}
    with make_up(tmp_path_factory.mktemp("copy"), variables) as desk:
        yield desk


@pytest.fixture
def desk(up: Desk) -> Desk:
    return Desk(up.root, up.terminal)


def next_file_of_the_schema(desk: Desk) -> Path:
    """Return the place of a file behind all others: the database is made of them in their order."""
    schema = desk.root / "infra" / "schema"
    return schema / f"{1 + max(int(file.name[:4]) for file in schema.glob('*.sql'))}_added.sql"


def test_a_saved_function_is_restarted_and_no_other_one(desk: Desk) -> None:
    before = desk.pids()
    desk.save(QUERIES, r"return .*", 'return "a new answer"')
    desk.await_line(f"{QUERIES} changed: restarting answer_queries")
    desk.await_line(READY)
    assert desk.says("answer_queries") == "a new answer"
    assert desk.pids()["accept_commands"] == before["accept_commands"]
    assert "starting it again" not in desk.printed, "nobody died"


def test_a_syntax_error_is_told_with_its_line_until_it_is_mended_and_all_that_share_the_code_are_restarted(
    desk: Desk,
) -> None:
    before = desk.pids()
    desk.save(WORDS, r".*\n", 'SHARED = ("mended"\n')
    desk.await_line(rf"{WORDS}:1: '\(' was never closed{GOES_ON}")
    desk.save(QUERIES, r"return .*", "return SHARED")
    eventually(lambda: desk.printed.count("was never closed") == 2)
    assert desk.pids() == before
    desk.save(WORDS, r"\(", "")
    desk.await_line(f"{QUERIES} and 1 more changed: restarting all 2 functions")
    desk.await_line(READY)
    assert [desk.says(name) for name in NAMES] == ["own mended", "mended"]
    assert not set(before.values()) & set(desk.pids().values())
    assert "starting it again" not in desk.printed, "nobody died"


def test_code_that_would_not_work_is_told_and_what_runs_goes_on(desk: Desk) -> None:
    before = desk.pids()
    desk.save("shared/accounts/account/decider.py", r"\A", "undeclared()\n")
    desk.await_line(rf".*NameError: name 'undeclared' is not defined \(.*/decider.py:1\).*{GOES_ON}")
    desk.save("shared/accounts/account/decider.py", r"\Aundeclared\(\)\n", "")
    desk.await_line(READY)
    restarted = desk.pids()
    assert not set(before.values()) & set(restarted.values())
    desk.save(QUERIES, r"return .*", 'return {"detail": "no such projection"}, 500')
    desk.await_line(f"functions/answer_queries: no such projection{GOES_ON}")
    desk.save(QUERIES, r"return .*", "return SHARED")
    desk.await_line(f"{QUERIES} changed: restarting answer_queries")
    eventually(lambda: desk.printed.count("Ready again") == 2)


def test_a_function_that_says_why_it_is_not_ready_is_told_at_once(desk: Desk) -> None:
    """For what shows on the emulators only."""
    real = '__import__("os").environ.get("ONEWRITE_STORE") is None'
    desk.save(QUERIES, r"return .*", f'return ({{"detail": "no such table"}}, 500) if {real} else "rehearsed"')
    desk.await_line(r"answer_queries isn't ready: no such table \(log: .*\)")
    desk.save(QUERIES, r"return .*", "return SHARED")
    desk.await_line(READY)


def test_a_statement_that_is_saved_is_given_to_the_database_that_is_there(desk: Desk) -> None:
    file, spanner = next_file_of_the_schema(desk), desk.system.spanner
    assert spanner
    file.write_text("CREATE TABLE totals (id INT64 NOT NULL) PRIMARY KEY (id")
    desk.await_line("infra/schema: the Spanner emulator refuses CREATE TABLE totals: Syntax error on line 1.*")
    whole = "CREATE TABLE totals (id INT64 NOT NULL) PRIMARY KEY (id);"
    file.write_text(whole)
    desk.await_line("Added to the database: CREATE TABLE totals")
    assert connect(spanner).table("totals").exists()
    file.unlink()
    desk.await_line(r"infra/schema isn't what .* was made of \(CREATE TABLE totals differs\): leave what .*")
    file.write_text(whole)


def test_code_whose_column_the_schema_lacks_is_taken_up_once_it_is_there(desk: Desk) -> None:
    before, addition = desk.pids(), "ALTER TABLE profiles ADD COLUMN motto STRING(MAX)"
    desk.save(
        "shared/accounts/views/profiles.py", r"    changed_at: datetime\n", "    changed_at: datetime\n    motto: str\n"
    )
    desk.await_line(f"infra/schema: profiles lacks the column motto, .*: add {re.escape(addition)}{GOES_ON}")
    assert desk.pids() == before
    next_file_of_the_schema(desk).write_text(f"{addition};")
    desk.await_line(READY)
    assert "Added to the database: ALTER TABLE profiles ADD COLUMN motto" in desk.printed
    assert not set(before.values()) & set(desk.pids().values())


@pytest.mark.parametrize("path", ["infra/topology.json", "emulators/emulators.env", "functions/project_totals/main.py"])
def test_what_is_read_at_the_start_only_is_told_to_need_another_one(desk: Desk, path: str) -> None:
    before = desk.pids()
    file = desk.root / path
    file.parent.mkdir(exist_ok=True)
    eventually(lambda: file.write_text(file.read_text() if file.exists() else "pass") and path in desk.printed)
    desk.await_line(f"{path} changed: stop `make up` and start it again to take that up")
    assert desk.pids() == before


def test_embedded_the_one_process_is_restarted_and_says_that_its_memory_is_gone(tmp_path: Path) -> None:
    functions, said = toys(tmp_path / "functions", accept_commands=HTTP, answer_queries=HTTP), list[str]()
    embedded = {"ONEWRITE_STORE": "memory"}
    with (
        running_system(tmp_path, settings=embedded, functions=functions, relay="none") as system,
        reloading(system, functions, said.append),
    ):
        eventually(lambda: said)
        saved = functions / "answer_queries" / "main.py"
        saved.write_text(saved.read_text().replace("calls = 0", "calls = 7"))
        eventually(lambda: any(line.startswith("Ready again") for line in said))
        assert CURL.get(system.url("answer_queries")).json()["calls"] == 7
    assert f"{saved} changed: restarting the embedded system, whose memory is gone" in said
