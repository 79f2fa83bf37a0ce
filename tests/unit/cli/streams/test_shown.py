"""Single streams on a terminal: events, views and causes for everybody, what is held for who asks and is on record."""

import pytest

from accounts.account.commands import AddInterest, Rename
from onewrite.bootstrap import App
from onewrite.domain.streams import StreamId
from tests.support.data.requests import accept, an_account
from tests.support.domains.fragile import follow
from tests.support.systems.command_line import Interrupted, Terminal


@pytest.fixture
def stream(app: App) -> StreamId:
    """At version 3, and no view knows of it."""
    stream = an_account(app, key="ada")
    accept(app, stream, Rename(name="Countess"), AddInterest(interest="tea"))
    return stream


def test_a_stream_is_shown_with_how_far_views_are_and_without_data(
    onewrite: Terminal, app: App, stream: StreamId, profiles: Interrupted
) -> None:
    profiles.fail(stream, 2)
    follow(app, stream)
    shown = onewrite("stream", "account-ada")
    first, *_ = shown.out.splitlines()
    assert first == "account-ada is at version 3"
    lines = [line.split() for line in shown.out.splitlines()]
    assert [line[:2] for line in lines if line[:1] in (["1"], ["2"], ["3"])] == [
        ["1", "UserCreated"],
        ["2", "UserRenamed"],
        ["3", "InterestAdded"],
    ]
    [profile] = [line for line in lines if line[:2] == ["profiles", "1,"]]
    assert profile[:5] == ["profiles", "1,", "answers", "parked", "1"]
    advice = shown.out.splitlines()[-1]
    assert advice.startswith("profiles can't apply UserRenamed 2: ValueError")
    assert advice.endswith("`onewrite release profiles account-ada`")
    assert "tea" not in shown.out
    report = onewrite("stream", "ada", "--limit", "1", "--json").json
    assert [event["version"] for event in report["events"]] == [3]
    assert [event["version"] for event in onewrite("stream", "ada", "--after", "0", "--json").json["events"]] == [
        1,
        2,
        3,
    ]
    assert app.adapters.audit_log.newest(limit=9) == []


def test_data_is_shown_and_that_is_on_record(onewrite: Terminal, app: App, stream: StreamId) -> None:
    shown = onewrite("stream", "ada", "--data", "--reason", "a complaint", "--yes")
    assert (shown.code, '2        UserRenamed    {"name": "Countess"}' in shown.out) == (0, True)
    [entry] = app.adapters.audit_log.newest(limit=9)
    assert (entry.operation.name, entry.operation.stream_id, entry.operation.actor.reason) == (
        "show-data",
        str(stream),
        "a complaint",
    )


@pytest.mark.usefixtures("stream")
def test_a_state_is_shown_as_it_was_at_a_version(onewrite: Terminal) -> None:
    shown = onewrite("stream", "ada", "--at", "2", "--yes")
    assert ('  "name": "Countess",' in shown.out.splitlines(), "tea" in shown.out) == (True, False)
    assert onewrite("stream", "ada", "--at", "3", "--yes", "--json").json["interests"] == ["tea"]
    late = onewrite("stream", "ada", "--at", "4", "--yes")
    assert (late.code, late.err) == (2, "onewrite: account-ada is at version 3, there is no version 4 yet\n")


@pytest.mark.usefixtures("stream")
def test_the_difference_between_two_states_is_marked(onewrite: Terminal) -> None:
    marked = [line for line in onewrite("stream", "ada", "--diff", "1..3", "--yes").out.splitlines() if line[0] != " "]
    assert marked == [
        '-   "name": "Ada"',
        '+   "name": "Countess"',
        '-   "interests": []',
        '+   "interests": [',
        '+     "tea"',
        "+   ]",
    ]
    beginning = onewrite("stream", "ada", "--diff", "0..1", "--yes", "--json").json
    assert beginning["before"]["name"] != beginning["after"]["name"] == "Ada"


def test_states_that_are_far_apart_differ_all_the_same(onewrite: Terminal, app: App) -> None:
    stream = an_account(app, *(f"interest {number}" for number in range(60)), key="eve")
    accept(app, stream, Rename(name="Evelyn"))
    states = onewrite("stream", "eve", "--diff", "2..62", "--yes", "--json").json
    assert (len(states["before"]["interests"]), len(states["after"]["interests"])) == (1, 60)
    assert (states["before"]["name"], states["after"]["name"]) == ("Ada", "Evelyn")


def test_what_caused_what_is_drawn_as_a_tree(onewrite: Terminal, app: App, stream: StreamId) -> None:
    shown = onewrite("stream", "ada", "--causes", "2")
    command, event = shown.out.splitlines()
    assert (command, event.partition(" 20")[0]) == ("  causation-1 (command)", ">   account-ada 2 UserRenamed")
    assert onewrite("stream", "ada", "--causes", "2", "--json").json["command"] == "causation-1"


@pytest.mark.usefixtures("stream")
@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--at", "1", "--data"], "use one of --data, --at, --diff and --causes"),
        (["--diff", "3..2"], "name an earlier and a later version, as in --diff 2..3"),
        (["--diff", "2"], "name an earlier and a later version, as in --diff 2..3"),
    ],
)
def test_options_that_do_not_fit_are_refused(onewrite: Terminal, options: list[str], told: str) -> None:
    refused = onewrite("stream", "ada", *options)
    assert (refused.code, told in " ".join(refused.err.replace("│", " ").split())) == (2, True)


def test_a_stream_that_is_not_there_is_said_so(onewrite: Terminal, app: App) -> None:
    missing = onewrite("stream", "nobody")
    assert (missing.code, missing.err) == (
        2,
        "onewrite: Nothing was ever appended to account-nobody: create it first\n",
    )


@pytest.mark.parametrize("asked", [["stream", "ada", "--data"], ["stream", "ada", "--at", "1"], ["tail", "--data"]])
def test_whoever_would_see_data_of_a_real_project_is_asked_first(
    onewrite: Terminal, named: App, monkeypatch: pytest.MonkeyPatch, asked: list[str]
) -> None:
    an_account(named, key="ada")
    for name in ("ONEWRITE_STORE", "SPANNER_EMULATOR_HOST", "PUBSUB_EMULATOR_HOST"):
        monkeypatch.delenv(name, raising=False)
    refused = onewrite(*asked)
    assert (refused.code, "in in-memory, a real project. Go on?" in refused.err) == (2, True)
    assert named.adapters.audit_log.newest(limit=1) == []


def test_where_data_is_hidden_nobody_sees_it(onewrite: Terminal, named: App, monkeypatch: pytest.MonkeyPatch) -> None:
    an_account(named, key="ada")
    monkeypatch.setenv("ONEWRITE_OPERATORS_SEE_DATA", "false")
    hidden = onewrite("stream", "ada", "--at", "1")
    assert (hidden.code, "Operators may not see data here" in hidden.err, hidden.out) == (2, True, "")
