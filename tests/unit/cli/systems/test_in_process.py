"""A system that the environment names: what Google's clients raise in the midst of an operation is told as one line."""

import pytest
from google.api_core.exceptions import PermissionDenied

from onewrite.adapters.memory import MemoryAuditLog
from tests.support.systems.command_line import Terminal


def refuse(*_: object, **__: object) -> None:
    raise PermissionDenied("spanner.databases.read")


@pytest.mark.usefixtures("named")
@pytest.mark.parametrize(("method", "command"), [("newest", ["log"]), ("append", ["reconcile"])])
def test_a_right_that_is_missing_is_told_in_a_line(
    onewrite: Terminal, monkeypatch: pytest.MonkeyPatch, method: str, command: list[str]
) -> None:
    monkeypatch.setattr(MemoryAuditLog, method, refuse)
    told = onewrite(*command)
    line = "onewrite: 403 spanner.databases.read: ask to be one of the deployment's `operators`\n"
    assert (told.code, told.out, told.err) == (2, "", line)
