"""A shell completes the names that the running system knows; it is never told of an error."""

from collections.abc import Callable, Iterator
from pathlib import Path
from socket import create_server

import pytest

from emulators.system import state_file
from onewrite.bootstrap import App
from tests.support.data.requests import an_account
from tests.support.systems.command_line import Terminal, local_system, served_over_http

Tab = Callable[..., list[str]]


@pytest.fixture
def tab(onewrite: Terminal, monkeypatch: pytest.MonkeyPatch) -> Tab:
    """Press it behind these words, the last of which is incomplete; return what is offered."""

    def press(*words: str) -> list[str]:
        with monkeypatch.context() as shell:
            shell.setenv("_ONEWRITE_COMPLETE", "complete_bash")
            shell.setenv("COMP_WORDS", " ".join(("onewrite", *words)))
            shell.setenv("COMP_CWORD", str(len(words)))
            offered = onewrite()
        assert (offered.code, offered.err) == (0, "")
        return offered.out.split()

    return press


@pytest.fixture
def served(named: App, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[App]:
    with served_over_http(monkeypatch, named, tmp_path):
        yield named


def test_commands_and_options_are_completed(tab: Tab) -> None:
    assert tab("re") == ["release", "reconcile", "replay", "retry", "redrive", "rebuild", "resume", "remove", "restart"]
    assert tab("parked", "--e") == ["--error-class"]


@pytest.mark.usefixtures("served")
def test_projections_are_those_of_the_running_system(tab: Tab) -> None:
    for command in ("parked", "release", "skip", "rebuild", "verify", "switch", "drop"):
        assert tab(command, "") == ["profiles", "interests"]
    assert tab("rebuild", "in") == ["interests"]


def test_generations_are_those_that_may_be_dropped(tab: Tab, served: App, onewrite: Terminal) -> None:
    onewrite("rebuild", "profiles")
    assert tab("drop", "profiles", "") == ["2"]
    assert tab("drop", "interests", "") == []
    onewrite("switch", "profiles")
    assert tab("drop", "profiles", "") == ["1"]


def test_streams_begin_with_a_category_and_go_on_with_the_ids_that_there_are(tab: Tab, served: App) -> None:
    for key in ("ada", "adam", "bob"):
        an_account(served, key=key)
    for command in (("stream",), ("release", "profiles"), ("replay",)):
        assert tab(*command, "") == tab(*command, "acc") == ["account-"]
        assert tab(*command, "account-ad") == ["account-ada", "account-adam"]
    assert tab("tail", "--category", "") == ["account"]


@pytest.mark.usefixtures("served")
def test_functions_are_those_of_the_running_system(tab: Tab) -> None:
    assert tab("restart", "") == ["operate_views"]
    assert tab("restart", "a") == []


@pytest.mark.usefixtures("served")
def test_the_system_that_is_named_before_the_command_is_asked(tab: Tab, tmp_path: Path) -> None:
    assert tab("--local", str(tmp_path / "another.json"), "verify", "") == []
    assert tab("--local", str(tmp_path / "local.json"), "verify", "") == ["profiles", "interests"]


def test_nobody_waits_for_a_system_that_hangs(tab: Tab, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("onewrite.cli.completion.PATIENCE_SECONDS", 0.05)
    monkeypatch.setenv("ONEWRITE_LOCAL", str(tmp_path / state_file.NAME))
    with create_server(("127.0.0.1", 0)) as nobody_accepts:
        url = f"http://127.0.0.1:{nobody_accepts.getsockname()[1]}"
        state_file.write(tmp_path, local_system(tmp_path, operate_views=url))
        assert tab("verify", "") == []


@pytest.mark.usefixtures("named")
def test_a_system_that_the_environment_names_is_not_asked(tab: Tab) -> None:
    """Google's clients would take a second."""
    assert tab("verify", "") == []


def test_a_system_that_is_gone_is_no_error(tab: Tab, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert tab("verify", "") == tab("restart", "") == []
    (tmp_path / ".onewrite").mkdir()
    (tmp_path / ".onewrite" / "local.json").write_text("{")
    assert tab("verify", "") == []
