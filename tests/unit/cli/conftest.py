"""A terminal, and a system to look at from it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from onewrite.bootstrap import App
from tests.support.systems.command_line import (
    PROFILES,
    Interrupted,
    Terminal,
    served_over_http,
    system_in_memory,
)


@pytest.fixture
def onewrite(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(monkeypatch, capsys)


@pytest.fixture
def named(monkeypatch: pytest.MonkeyPatch) -> Iterator[App]:
    """The system that `onewrite` finds by its environment, and works on in its own process."""
    with system_in_memory(monkeypatch) as app:
        yield app


@pytest.fixture(params=["in this process", "over HTTP"])
def app(named: App, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[App]:
    """A system that `onewrite` works on in its own process, or through its function `operate_views`."""
    if request.param == "in this process":
        yield named
        return
    with served_over_http(monkeypatch, named, tmp_path / ".onewrite"):
        yield named


@pytest.fixture
def profiles() -> Interrupted:
    """The view of that system which can be made to fail."""
    return PROFILES
