"""A rebuild that is watched while others act on the same view: whatever they do is told as what it is."""

from collections.abc import Callable
from typing import Any

import pytest

from onewrite.adapters.memory import MemoryWalks
from onewrite.bootstrap import App
from onewrite.cli.systems.choice import Choice
from onewrite.cli.systems.operations import Operations
from onewrite.domain.streams import StreamId
from tests.support.data.requests import an_account
from tests.support.domains.fragile import follow
from tests.support.systems.command_line import Interrupted, Terminal

Acts = list[str]


class Company:
    """Operations in whose midst others act: before some of them, and after some."""

    def __init__(self, operations: Operations, before: dict[str, Acts], after: dict[str, Acts]) -> None:
        self._operations, self._before, self._after = operations, before, after
        self.read = operations.read

    def act(self, name: str, **fields: Any) -> Any:
        self._act_all(self._before.pop(name, []))
        report = self._operations.act(name, **fields)
        self._act_all(self._after.pop(name, []))
        return report

    def _act_all(self, names: Acts) -> None:
        for name in names:
            self._operations.act(name, projection="profiles")


class TwoRounds(Company):
    """The first round of work does not bring the rebuild to its end."""

    rounds = 0

    def act(self, name: str, **fields: Any) -> Any:
        report = super().act(name, **fields)
        self.rounds += name == "work"
        return {"is_over": False} if name == "work" and self.rounds == 1 else report


@pytest.fixture
def stream(app: App) -> StreamId:
    stream = an_account(app, key="ada")
    follow(app, stream)
    return stream


@pytest.fixture
def accompany(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let others act from now on."""
    choose = Choice.operations_to_change

    def begin(kind: type[Company] = Company, before: Any = None, after: Any = None) -> None:
        company = lambda *which, **how: kind(choose(*which, **how), before or {}, after or {})  # noqa: E731
        monkeypatch.setattr(Choice, "operations_to_change", company)

    return begin


@pytest.mark.usefixtures("stream")
@pytest.mark.parametrize(
    ("others", "state"),
    [
        (["cancel"], "cancelled"),
        (["cancel", "rebuild"], "cancelled"),
        (["verify", "switch"], "switched to"),
        (["verify", "switch", "rollback"], "switched to"),
    ],
    ids=" ".join,
)
def test_what_became_of_it_when_it_was_built(
    onewrite: Terminal, accompany: Callable[..., None], others: Acts, state: str
) -> None:
    accompany(after={"work": others})
    told = onewrite("rebuild", "profiles", "--json")
    assert (told.code, told.json) == (1, {"projection": "profiles", "generation": 2, "state": state})


@pytest.mark.usefixtures("stream")
def test_who_cancels_before_it_is_verified_is_told(onewrite: Terminal, accompany: Callable[..., None]) -> None:
    accompany(before={"verify": ["cancel"]})
    told = onewrite("rebuild", "profiles", "--json")
    assert (told.code, told.json["state"]) == (1, "cancelled")


@pytest.mark.usefixtures("stream")
def test_who_switches_before_it_is_verified_takes_nothing_from_the_verdict(
    onewrite: Terminal, accompany: Callable[..., None]
) -> None:
    accompany(before={"verify": ["verify", "switch"]})
    told = onewrite("rebuild", "profiles", "--json")
    assert (told.code, told.json["generations"]) == (0, [2])


@pytest.mark.usefixtures("stream")
def test_a_rebuild_without_ranges_is_not_complete(
    onewrite: Terminal, accompany: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever started it died, or was paused, before the streams were cut into ranges."""
    monkeypatch.setattr(MemoryWalks, "read", lambda *which: None)
    accompany(before={"work": ["pause"]})
    told = onewrite("rebuild", "profiles", "--json")
    assert (told.code, told.json["state"], told.json["ranges"]) == (1, "paused", 0)


def test_what_is_parked_is_told_once(
    onewrite: Terminal, stream: StreamId, profiles: Interrupted, accompany: Callable[..., None]
) -> None:
    profiles.fail(stream, 1)
    accompany(TwoRounds)
    told = [line for line in onewrite("rebuild", "profiles").err.splitlines() if "is parked" in line]
    assert len(told) == 1


def test_what_is_parked_for_the_generation_that_answers_is_no_error_of_the_rebuild(
    onewrite: Terminal, app: App, profiles: Interrupted
) -> None:
    stream = an_account(app, key="ada")
    profiles.fail(stream, 1)
    follow(app, stream)
    profiles.mend()
    rebuilt = onewrite("rebuild", "profiles")
    assert (rebuilt.code, "is parked" in rebuilt.err) == (0, False)
