"""The books of the demo: whatever is wrong with store or views, the demo has to end with exit code 1."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from math import inf
from pathlib import Path
from typing import Any

import pytest

from emulators.demo.bookkeeping import tell
from emulators.demo.books import Acknowledged, keep
from emulators.demo.load import COMMANDS_EACH, LOAD_SECONDS, load_of
from emulators.demo.teller import Teller
from emulators.demo.views import Views
from emulators.errors import CannotRun

History = list[dict[str, Any]]
SAID = {
    *(Acknowledged("/accounts/7", (event_id,)) for event_id in "abc"),
    Acknowledged("/accounts/8", ("d",)),
    Acknowledged("/clubs/7", ("e", "f")),
}


def an_event(version: int, event_id: str, event_type: str, **data: str) -> dict[str, Any]:
    return {"version": version, "event_id": event_id, "type": event_type, "data": data}


def histories() -> dict[str, History]:
    return {
        "/accounts/7": [
            an_event(1, "a", "UserCreated", name="Ada", address="London"),
            an_event(2, "b", "InterestAdded", interest="chess"),
            an_event(3, "c", "InterestRemoved", interest="chess"),
        ],
        "/accounts/8": [an_event(1, "d", "UserCreated", name="Grace", address="New York")],
        "/clubs/7": [
            an_event(1, "e", "ClubFounded", name="Engineers", topic="engines"),
            an_event(2, "f", "MemberJoined", account_id="8"),
        ],
    }


def views() -> Views:
    return Views(
        profiles={"7": ("Ada", "London", "open"), "8": ("Grace", "New York", "open")},
        clubs={"7": "engines"},
        members={("7", "8")},
        topics=Counter(engines=1),
    )


def told(stored: Mapping[str, Sequence[Mapping[str, Any]]], shown: Views, capsys: pytest.CaptureFixture[str]) -> str:
    """Return what the demo ends with, if it ends as it has to when something is wrong."""
    teller = Teller()
    tell(teller, keep(SAID, stored, shown))
    assert teller.end(Path("logs")), "the demo did not notice"
    return capsys.readouterr().out


def test_books_that_balance_are_told_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    teller = Teller()
    tell(teller, keep(SAID, histories(), views()))
    assert not teller.end(Path("logs"))
    assert "✓ 5 commands, 6 events, 0 missing, 0 repeated, views equal" in capsys.readouterr().out


@pytest.mark.parametrize(
    "doctor",
    [
        lambda shown: shown.profiles.update({"7": ("Ada", "Paris", "open")}),
        lambda shown: shown.profiles.pop("8"),
        lambda shown: shown.profiles.update({"9": ("Nobody", "Nowhere", "open")}),
        lambda shown: shown.interests.add(("7", "chess")),
        lambda shown: shown.popular.update(chess=1),
        lambda shown: shown.members.clear(),
        lambda shown: shown.topics.update(engines=1),
    ],
    ids=[
        *("a wrong value", "a missing stream", "a stray stream", "an interest that came back"),
        *("an interest counted again", "a member who is gone", "a member counted twice"),
    ],
)
def test_a_doctored_view_differs(doctor: Callable[[Views], object], capsys: pytest.CaptureFixture[str]) -> None:
    shown = views()
    doctor(shown)
    assert "✗ 5 commands, 6 events, 0 missing, 0 repeated, views DIFFER" in told(histories(), shown, capsys)


def test_an_acknowledged_event_that_is_not_in_the_store_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    stored, shown = histories(), views()
    del stored["/accounts/8"], shown.profiles["8"]
    assert "✗ 5 commands, 5 events, 1 missing, 0 repeated, views equal" in told(stored, shown, capsys)


def test_an_event_that_is_there_twice_is_repeated(capsys: pytest.CaptureFixture[str]) -> None:
    stored = histories()
    stored["/accounts/7"].append(an_event(4, "a", "UserCreated", name="Ada", address="London"))
    assert "✗ 5 commands, 7 events, 0 missing, 1 repeated, views equal" in told(stored, views(), capsys)


def test_a_hole_in_the_versions_is_a_hole(capsys: pytest.CaptureFixture[str]) -> None:
    stored = histories()
    stored["/accounts/7"][2]["version"] = 4
    assert "✗ every stream's versions are 1, 2, 3, … without a hole" in told(stored, views(), capsys)


@pytest.mark.parametrize("commands", ["0", "79", "many", "-3000", "1000000"])
def test_a_load_that_cannot_be_played_is_refused_with_one_that_can(commands: str) -> None:
    with pytest.raises(CannotRun, match=rf"^COMMANDS={commands} can't be played: use a number from 80 to 18000$"):
        load_of(commands)


def test_a_load_is_ten_seconds_long_unless_a_number_is_asked_for() -> None:
    assert (load_of("").seconds, load_of("").total) == (LOAD_SECONDS, None)
    assert (load_of("100").seconds, load_of("100").total) == (inf, 5 * COMMANDS_EACH)
