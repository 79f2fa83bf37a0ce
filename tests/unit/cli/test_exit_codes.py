"""Every error is one line that says what to do, and never ends like something that was found."""

import pytest

from onewrite.bootstrap import App
from onewrite.cli.exit_codes import line_and_code_of
from onewrite.errors import FieldProblem, InvalidFields, OperationRefused, Unavailable
from tests.support.systems.command_line import Terminal

REAL = {"ONEWRITE_PROJECT": "a-real-one", "ONEWRITE_DOMAIN": "accounts:ACCOUNTS"}
CHANGING = [
    *(["release", "profiles"], ["skip", "profiles", "--reason", "x"], ["reconcile"], ["replay"]),
    *(["rebuild", "profiles"], ["pause", "profiles"], ["resume", "profiles"], ["cancel", "profiles"]),
    *(["verify", "profiles"], ["switch", "profiles"], ["rollback", "profiles"], ["drop", "profiles", "2"]),
    ["remove", "names"],
]


@pytest.fixture
def _real_project(monkeypatch: pytest.MonkeyPatch) -> None:
    """Named, and nobody here may use it."""
    for name in ("SPANNER_EMULATOR_HOST", "PUBSUB_EMULATOR_HOST"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {**REAL, "GOOGLE_APPLICATION_CREDENTIALS": "/nowhere/at/all.json"}.items():
        monkeypatch.setenv(name, value)


@pytest.mark.usefixtures("_real_project")
@pytest.mark.parametrize("command", CHANGING, ids=lambda command: command[0])
@pytest.mark.parametrize("answer", ["", "n\n"], ids=["nobody to ask", "no"])
def test_a_real_project_is_asked_for_first(onewrite: Terminal, command: list[str], answer: str) -> None:
    refused = onewrite(*command, answer=answer)
    assert refused.code == 2
    assert "in a-real-one, a real project. Go on?" in refused.err
    assert "Nothing was changed: say yes, or give --yes" in refused.err


@pytest.mark.usefixtures("_real_project")
def test_only_both_emulators_make_a_project_local(onewrite: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPANNER_EMULATOR_HOST", "localhost:1")
    assert "a real project" in onewrite("replay").err


@pytest.mark.usefixtures("_real_project")
def test_who_says_yes_goes_on_and_has_to_sign_in(onewrite: Terminal) -> None:
    for told in (
        *(onewrite("reconcile", answer="y\n"), onewrite("reconcile", "--yes")),
        *(onewrite("parked"), onewrite("replay", "--dry-run")),
    ):
        assert (told.code, "gcloud auth application-default login" in told.err) == (2, True)


@pytest.mark.usefixtures("_real_project")
def test_status_prints_what_it_knows_before_it_fails(onewrite: Terminal) -> None:
    asked = onewrite("status", "--json")
    assert (asked.code, asked.json) == (2, {"ready": False, "views": None, "groups": None, "unpublishable": None})
    assert len(asked.err.splitlines()) == 1


@pytest.mark.parametrize(
    "domain",
    ["nobody:HOME", "accounts:NOTHING", "accounts.nothing:ACCOUNTS", "accounts.views.profiles:PROFILES", "accounts"],
)
def test_a_domain_that_is_none_is_named(
    onewrite: Terminal, named: App, monkeypatch: pytest.MonkeyPatch, domain: str
) -> None:
    monkeypatch.setenv("ONEWRITE_DOMAIN", domain)
    told = onewrite("parked", "--json")
    assert (told.code, told.out, len(told.err.splitlines())) == (2, "", 1)
    assert "ONEWRITE_DOMAIN" in told.err


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (Unavailable("Spanner could not answer: try again"), 3),
        (OperationRefused("not now"), 2),
        (PermissionError(13, "Permission denied", "local.json"), 2),
        (InvalidFields([FieldProblem("pointer", "#/reason", "too long"), FieldProblem("header", "X", "odd")]), 2),
    ],
    ids=lambda value: type(value).__name__,
)
def test_an_error_is_one_line_and_its_code_is_not_1(error: Exception, code: int) -> None:
    message, exit_code = line_and_code_of(error)
    assert exit_code == code
    assert len(message.splitlines()) == 1


def test_every_field_is_named_with_what_is_wrong_with_it() -> None:
    problems = [FieldProblem("pointer", "#/reason", "too long"), FieldProblem("parameter", "limit", "too large")]
    assert line_and_code_of(InvalidFields(problems))[0] == "reason: too long; limit: too large"


def test_an_error_that_nobody_thought_of_is_shown_whole_and_is_nothing_found() -> None:
    message, code = line_and_code_of(ZeroDivisionError("division by zero"))
    assert (code, "ZeroDivisionError: division by zero" in message) == (2, True)


def test_wrong_use_is_told(onewrite: Terminal) -> None:
    for command in (["release"], ["parked", "--nothing"], ["nonsense"], ["drop", "profiles", "two"]):
        assert onewrite(*command).code == 2
