"""Events on a terminal as they are committed: each once and in order, filtered, until Ctrl-C."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from accounts.account.commands import AddInterest
from onewrite.application.operations.streams import recent_events
from onewrite.application.operations.streams.show_data import MOST_VERSIONS
from onewrite.bootstrap import App
from onewrite.cli.commands import tail
from onewrite.cli.streams import following
from onewrite.domain.streams import StreamId
from onewrite.errors import OperationRefused, Unavailable
from tests.support.data.requests import accept, an_account
from tests.support.systems.command_line import Terminal

Meanwhile = Callable[..., None]


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Meanwhile:
    """Do these things in the pauses of `onewrite tail`, one in each; then press Ctrl-C."""
    monkeypatch.setattr(recent_events, "GOOD_SECONDS", 0.0)

    def in_the_pauses(*things: Callable[[], object]) -> None:
        left = iter(things)

        def wait(_: float) -> None:
            thing = next(left, None)
            if thing is None:
                raise KeyboardInterrupt
            thing()

        monkeypatch.setattr(tail, "pause", wait)

    return in_the_pauses


def lines(out: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.splitlines()]


def places(out: str) -> list[tuple[str, int]]:
    return [(event["stream_id"].removeprefix("account-"), event["version"]) for event in lines(out)]


def test_the_last_events_come_first_and_then_each_new_one_once(
    onewrite: Terminal, app: App, meanwhile: Meanwhile
) -> None:
    stream = an_account(app, "tea", "chess", key="ada")
    meanwhile(
        lambda: an_account(app, key="bob"),
        lambda: None,
        lambda: accept(app, stream, AddInterest(interest="go")),
    )
    followed = onewrite("tail", "--last", "2", "--json")
    assert (followed.code, followed.err) == (0, "")
    assert places(followed.out) == [("ada", 2), ("ada", 3), ("bob", 1), ("ada", 4)]
    meanwhile()
    assert onewrite("tail", "--last", "0").out == ""


def test_people_get_one_line_for_each(onewrite: Terminal, app: App, meanwhile: Meanwhile) -> None:
    an_account(app, key="ada")
    meanwhile()
    [line] = onewrite("tail").out.splitlines()
    time, *rest = line.split()
    assert (len(time), rest) == (len("12:00:00.000"), ["account-ada", "1", "UserCreated"])


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ([], [("ada", 1), ("ada", 2), ("bob", 1)]),
        (["--type", "InterestAdded"], [("ada", 2)]),
        (["--stream", "account-b"], [("bob", 1)]),
        (["--category", "account", "--type", "UserCreated"], [("ada", 1), ("bob", 1)]),
        (["--category", "club"], []),
    ],
)
def test_events_are_filtered(
    onewrite: Terminal, app: App, meanwhile: Meanwhile, filters: list[str], found: list[tuple[str, int]]
) -> None:
    an_account(app, "tea", key="ada")
    meanwhile(lambda: an_account(app, key="bob"))
    assert places(onewrite("tail", *filters, "--json").out) == found


def test_data_is_shown_to_who_asks_and_that_is_on_record(onewrite: Terminal, app: App, meanwhile: Meanwhile) -> None:
    an_account(app, "tea", key="ada")
    meanwhile(lambda: an_account(app, key="bob"))
    followed = onewrite("tail", "--data", "--json", "--yes", "--reason", "to see")
    assert [event["data"].get("interest") for event in lines(followed.out)] == [None, "tea", None]
    seen = [entry.operation for entry in app.adapters.audit_log.newest(limit=9)]
    assert [(one.name, one.stream_id, one.details) for one in seen] == [
        ("show-data", "account-bob", {"first": 1, "last": 1}),
        ("show-data", "account-ada", {"first": 1, "last": 2}),
    ]


def test_however_many_events_a_stream_has_at_once_all_are_shown_with_their_data(
    onewrite: Terminal, app: App, meanwhile: Meanwhile
) -> None:
    an_account(app, *(f"interest {number}" for number in range(MOST_VERSIONS + 5)), key="ada")
    meanwhile()
    followed = lines(onewrite("tail", "--last", "100", "--data", "--json").out)
    assert [event["data"].get("interest") for event in followed[-2:]] == ["interest 53", "interest 54"]
    assert all("data" in event for event in followed)


class Outage:
    """Operations that give no response for a while."""

    def __init__(self) -> None:
        self.reports: Iterator[Any] = iter(())

    def read(self, name: str, **fields: Any) -> Any:
        report = next(self.reports)
        if isinstance(report, Exception):
            raise report
        return report

    def act(self, name: str, **fields: Any) -> Any:
        raise NotImplementedError


def test_an_outage_is_told_once_and_outlasted(capsys: pytest.CaptureFixture[str]) -> None:
    operations = Outage()
    event = {"stream_id": str(StreamId("account", "ada")), "type": "UserCreated"}
    quiet, new = {"position": "1", "events": []}, {"position": "2", "events": [event]}
    operations.reports = iter([quiet, Unavailable("gone"), Unavailable("gone"), new])
    found = following.follow(operations, following.Wanted(), 10, lambda seconds: None)
    assert [next(found) for _ in range(4)] == [[], [], [], [event]]
    assert capsys.readouterr().err == "warning: gone (it is tried again)\n"


def test_a_system_that_was_begun_anew_is_followed_on(capsys: pytest.CaptureFixture[str]) -> None:
    operations = Outage()
    event = {"stream_id": str(StreamId("account", "ada")), "type": "UserCreated"}
    quiet, new = {"position": "1", "events": []}, {"position": "2", "events": [event]}
    too_long_ago = OperationRefused("That is too long ago")
    operations.reports = iter([quiet, too_long_ago, Unavailable("gone"), too_long_ago, new, quiet])
    found = following.follow(operations, following.Wanted(), 10, lambda seconds: None)
    assert [next(found) for _ in range(4)] == [[], [], [event], []]
    assert [line.partition(":")[2].strip() for line in capsys.readouterr().err.splitlines()] == [
        "gone (it is tried again)",
        following.GAP,
    ]


def test_where_nobody_responds_at_first_it_ends(capsys: pytest.CaptureFixture[str]) -> None:
    operations = Outage()
    operations.reports = iter([Unavailable("gone")])
    with pytest.raises(Unavailable):
        next(following.follow(operations, following.Wanted(), 10, lambda seconds: None))


def test_while_there_is_more_nobody_waits() -> None:
    operations, waited = Outage(), list[float]()
    page = {"position": "1", "events": [{"stream_id": "account-ada", "type": "UserCreated"}] * following.PAGE}
    operations.reports = iter([page, page, {"position": "2", "events": []}, page])
    found = following.follow(operations, following.Wanted(), following.PAGE, waited.append)
    assert [len(next(found)) for _ in range(4)] == [100, 100, 0, 100]
    assert waited == [following.PAUSE_SECONDS]
