"""`onewrite restart` on a system of real processes."""

from pathlib import Path

import pytest

from emulators.system import state_file
from emulators.system.run import running_system
from emulators.system.system import System
from tests.support.http.curl import CURL
from tests.support.systems.command_line import Terminal
from tests.support.systems.start_system import StartSystem
from tests.support.systems.toy_functions import toys

WORD = """
    import functions_framework

    @functions_framework.http
    def {name}(request):
        return "old"
"""
NAMES = ["accept_commands", "answer_queries"]


@pytest.fixture
def onewrite(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(monkeypatch, capsys)


@pytest.fixture
def functions(tmp_path: Path) -> Path:
    return toys(tmp_path / "functions", **dict.fromkeys(NAMES, WORD))


def mend(functions: Path) -> None:
    for name in NAMES:
        main = functions / name / "main.py"
        main.write_text(main.read_text().replace("old", "new"))


def say(system: System) -> list[str]:
    return [CURL.get(system.url(name)).text for name in NAMES]


def restarted(onewrite: Terminal, system: System, *arguments: str) -> list[str]:
    """Type the command; return the functions that it calls ready."""
    done = onewrite("--local", str(system.folder / state_file.NAME), "restart", *arguments)
    assert done.code == 0, done.err
    return [line.partition(": ready after ")[0] for line in done.out.splitlines()]


def test_what_is_named_loads_its_code_anew_and_without_a_name_everything_does(
    start_system: StartSystem, functions: Path, onewrite: Terminal
) -> None:
    system = start_system(functions=functions, relay="none")
    before = system.pid("accept_commands")
    mend(functions)
    assert restarted(onewrite, system, "answer_queries") == ["answer_queries"]
    assert say(system) == ["old", "new"]
    assert system.pid("accept_commands") == before
    assert restarted(onewrite, system) == NAMES
    assert say(system) == ["new", "new"]


def test_embedded_it_is_the_one_process_and_no_death_is_told(
    functions: Path, tmp_path: Path, onewrite: Terminal
) -> None:
    said: list[str] = []
    embedded = {"ONEWRITE_STORE": "memory"}
    with running_system(tmp_path, settings=embedded, functions=functions, relay="none", say=said.append) as system:
        mend(functions)
        assert say(system) == ["old", "old"]
        assert restarted(onewrite, system, "answer_queries", "--yes") == ["answer_queries"]
        assert say(system) == ["new", "new"]
    assert said[1:] == ["Restarting answer_queries, as `onewrite restart` asks"]
