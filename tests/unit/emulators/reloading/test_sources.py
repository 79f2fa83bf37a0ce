from pathlib import Path

import pytest

from emulators.paths import FUNCTIONS, ROOT, SCHEMA, SHARED, TOPOLOGY, VARIABLES
from emulators.reloading.sources import Sources, named

SERVED = ("accept_commands", "answer_queries")
SOURCES = Sources(FUNCTIONS, SERVED)
QUERIES = FUNCTIONS / "answer_queries" / "main.py"


def test_code_of_a_function_concerns_that_function() -> None:
    assert SOURCES.functions_made_of([QUERIES]) == ["answer_queries"]
    assert SOURCES.functions_made_of([FUNCTIONS / "answer_queries" / "queries" / "rows.py"]) == ["answer_queries"]


def test_shared_code_concerns_every_function() -> None:
    assert SOURCES.functions_made_of([SHARED / "accounts" / "decider.py"]) == list(SERVED)


def test_files_of_several_functions_concern_each_of_them_once() -> None:
    assert SOURCES.functions_made_of([QUERIES, FUNCTIONS / "accept_commands" / "main.py", QUERIES]) == list(SERVED)


@pytest.mark.parametrize(
    "file",
    [
        SHARED / "own_domain.md",
        SHARED / "accounts" / "__pycache__" / "decider.cpython-311.pyc",
        FUNCTIONS / "README.md",
        FUNCTIONS / "requirements.txt",
        FUNCTIONS / "relay_outbox" / "main.py",
        SCHEMA / "1001_profiles.sql",
        ROOT / "tests" / "conftest.py",
        TOPOLOGY,
    ],
)
def test_nothing_else_concerns_a_function(file: Path) -> None:
    assert SOURCES.functions_made_of([file]) == []


def test_the_schema_is_what_the_emulator_is_given() -> None:
    assert SOURCES.is_schema(SCHEMA / "1003_totals.sql")
    assert not SOURCES.is_schema(SCHEMA / "production" / "2001_database_roles.sql")
    assert not SOURCES.is_schema(SCHEMA / "released.txt")


def test_settings_and_the_topology_are_read_at_the_start_only() -> None:
    assert SOURCES.needs_a_new_start(TOPOLOGY)
    assert SOURCES.needs_a_new_start(VARIABLES)
    assert not SOURCES.needs_a_new_start(VARIABLES.with_name("up.py"))


def test_a_function_that_comes_or_goes_needs_a_new_start(tmp_path: Path) -> None:
    sources = Sources(tmp_path, SERVED)
    new, gone, changed = (tmp_path / name / "main.py" for name in ("project_totals", *SERVED))
    for file in (new, changed):
        file.parent.mkdir()
        file.touch()
    assert [sources.needs_a_new_start(file) for file in (new, gone, changed)] == [True, True, False]
    assert not sources.needs_a_new_start(tmp_path / "project_totals" / "totals" / "main.py")


def test_every_folder_with_such_files_is_watched() -> None:
    for file in (SHARED / "accounts" / "decider.py", QUERIES, SCHEMA / "1003_totals.sql", TOPOLOGY, VARIABLES):
        assert any(file.is_relative_to(folder) for folder in SOURCES.folders)


def test_files_are_named_by_the_first_of_them_and_how_many_there_are() -> None:
    assert named([QUERIES]) == "functions/answer_queries/main.py"
    assert named([SHARED / "b.py", QUERIES, SHARED / "a.py"]) == "functions/answer_queries/main.py and 2 more"
    assert named([Path("/elsewhere/main.py")]) == "/elsewhere/main.py"
