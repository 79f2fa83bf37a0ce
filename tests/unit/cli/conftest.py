"""A terminal, and a system to look at from it."""

from collections.abc import Iterator

import pytest

from onewrite.bootstrap import App
from tests.support.systems.command_line import PROFILES, Interrupted, Terminal, system_in_memory


@pytest.fixture
def onewrite(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(monkeypatch, capsys)


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> Iterator[App]:
    """The system that `onewrite` finds by its environment."""
    with system_in_memory(monkeypatch) as app:
        yield app


@pytest.fixture
def profiles() -> Interrupted:
    """The view of that system which can be made to fail."""
    return PROFILES
