"""`onewrite` and a database that isn't there: what Google says of it, as one line."""

import pytest

from emulators.google.start import Emulators
from tests.support.systems.command_line import Terminal
from tests.support.systems.emulators import unique


@pytest.mark.parametrize("command", [["parked"], ["reconcile", "--json"], ["status", "--json"]])
def test_a_database_that_is_not_there_is_wrong_use(
    emulators: Emulators,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    command: list[str],
) -> None:
    monkeypatch.setenv("ONEWRITE_PROJECT", unique("test"))
    monkeypatch.setenv("ONEWRITE_DOMAIN", "accounts:ACCOUNTS")
    told = Terminal(monkeypatch, capsys)(*command)
    assert told.code == 2
    assert "not found" in told.err
    assert "ONEWRITE_DATABASE" in told.err
    assert len(told.err.splitlines()) == 1
