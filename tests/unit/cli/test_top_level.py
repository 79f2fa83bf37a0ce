"""What goes before every command: the version, the help, and how quickly it is there."""

import re
import subprocess
import sys
from importlib.metadata import version

import pytest

from tests.support.systems.command_line import Terminal

IMPORTED = "import sys, onewrite.cli; print(*sys.modules)"
#: Google's clients take a second, what is wired for a server half of one, and pydantic as long as all else.
SLOW = {
    *("google.api_core", "google.cloud.spanner_v1", "google.pubsub_v1", "grpc"),
    *("flask", "werkzeug", "pydantic", "onewrite.bootstrap", "onewrite.application"),
}


def test_the_version_is_that_of_the_package(onewrite: Terminal) -> None:
    told = onewrite("--version")
    assert (told.code, told.out) == (0, f"onewrite {version('onewrite')}\n")


def test_the_help_tells_each_command_in_a_sentence(onewrite: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    shown = onewrite("--help")
    assert shown.code == 0
    told = re.findall(r"^│ ([\w-]+) +([A-Z].*?\.) +│$", shown.out, re.MULTILINE)
    assert len(told) == 27
    assert "Exit code 1" not in shown.out
    assert all(
        f"─ {group} ─" in shown.out for group in ("Look", "Mend", "Rebuild", "On this machine", "Your repository")
    )
    assert all(option in shown.out for option in ("--local", "--version", "--install-completion"))


def test_what_is_typed_without_a_command_is_wrong_use_and_gets_the_help(onewrite: Terminal) -> None:
    told = onewrite()
    assert (told.code, "Usage: onewrite" in told.out + told.err) == (2, True)


def test_nothing_that_takes_a_second_is_imported_before_it_is_needed() -> None:
    told = subprocess.run([sys.executable, "-c", IMPORTED], check=True, capture_output=True, text=True)
    assert SLOW & set(told.stdout.split()) == set()
