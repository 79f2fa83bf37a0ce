"""A server for each test: one that was told to stop ends all runs that begin later."""

from threading import Event

import pytest

from onewrite.adapters.http.server import runs


@pytest.fixture(autouse=True)
def a_server_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "_UNDER_WAY", set())
    monkeypatch.setattr(runs, "_ENDING", Event())
