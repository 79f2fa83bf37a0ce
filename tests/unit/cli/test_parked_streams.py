"""What stands still is listed, released and skipped; exit codes tell, and JSON is all there is on standard output."""

import re
from datetime import datetime
from getpass import getuser

import pytest

from accounts.account.commands import Rename
from onewrite.bootstrap import App
from onewrite.domain.streams import StreamId
from tests.support.data.requests import accept, an_account
from tests.support.domains.fragile import follow
from tests.support.systems.command_line import Interrupted, Terminal

KEYS = {"projection", "stream_id", "version", "event_id", "error", "attempts", "parked_at"}


@pytest.fixture
def stream(app: App, profiles: Interrupted) -> StreamId:
    """At version 3, parked for `profiles` at the second."""
    stream = an_account(app, key="ada")
    accept(app, stream, Rename(name="Countess"), Rename(name="Lady"))
    profiles.fail(stream, 2)
    follow(app, stream)
    return stream


def test_what_is_parked_is_found(onewrite: Terminal, stream: StreamId) -> None:
    asked = onewrite("parked", "--json")
    [found] = asked.json
    assert (asked.code, found["stream_id"], found["version"]) == (1, str(stream), 2)
    assert found.keys() >= KEYS
    assert datetime.fromisoformat(found["parked_at"]).tzinfo
    assert "T" in found["parked_at"], "as RFC 3339 has it"
    shown = onewrite("parked")
    [line] = [line for line in shown.out.splitlines() if str(stream) in line]
    expected = ["profiles", "1", str(stream), "2", "1", "ValueError:"]
    assert (shown.code, line.split()[: len(expected)]) == (1, expected)


def test_of_many_that_are_parked_the_first_are_shown(
    onewrite: Terminal, app: App, stream: StreamId, profiles: Interrupted
) -> None:
    later = an_account(app, key="bob")
    profiles.fail(later, 1)
    follow(app, later)
    assert [len(onewrite("parked", *some, "--json").json) for some in ([], ["--limit", "1"])] == [2, 1]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (["profiles"], 1),
        (["interests"], 0),
        (["--error-class", "ValueError"], 1),
        (["profiles", "--error-class", "KeyError"], 0),
    ],
)
def test_what_is_parked_is_narrowed_down(onewrite: Terminal, stream: StreamId, filters: list[str], found: int) -> None:
    asked = onewrite("parked", *filters, "--json")
    assert (asked.code, len(asked.json)) == (found, found)


@pytest.mark.parametrize(
    ("command", "looked_for"),
    [
        (["parked"], ""),
        (["parked", "interests", "--error-class", "KeyError"], " (interests, KeyError)"),
        (["release", "profiles", "account-99"], " (profiles, account-99)"),
        (["release", "profiles", "99"], " (profiles, account-99)"),
        (["skip", "profiles", "--error-class", "KeyError", "--reason", "test"], " (profiles, KeyError)"),
    ],
)
def test_where_nothing_is_parked_it_says_what_it_looked_for(
    onewrite: Terminal, app: App, command: list[str], looked_for: str
) -> None:
    shown = onewrite(*command)
    assert (shown.code, shown.out) == (0, f"Nothing is parked{looked_for}.\n")
    report = onewrite(*command, "--json").json
    assert (report if command[0] == "parked" else report["streams"]) == []


def test_a_stream_that_parks_again_is_told(onewrite: Terminal, stream: StreamId) -> None:
    released = onewrite("release", "profiles", "--json")
    assert (released.code, released.err) == (1, "")
    [now] = released.json["streams"]
    assert (now["stream_id"], now["from_version"], now["parked_again"]["version"]) == (str(stream), 1, 2)
    shown = onewrite("release", "profiles")
    assert (shown.code, shown.err) == (1, "")
    assert "at version 2: ValueError: " in shown.out
    assert shown.out.endswith(
        "1 stream released, 1 parked again (1 at the same event; 1 ValueError): see `onewrite parked profiles`\n"
    )


def test_a_stream_may_be_named_without_its_category(
    onewrite: Terminal, stream: StreamId, profiles: Interrupted
) -> None:
    profiles.mend()
    released = onewrite("release", "profiles", stream.key, "--json")
    assert released.json["stream_id"] == str(stream)
    assert [one["stream_id"] for one in released.json["streams"]] == [str(stream)]


def test_a_mended_stream_is_released(onewrite: Terminal, stream: StreamId, profiles: Interrupted) -> None:
    profiles.mend()
    released = onewrite("release", "profiles", str(stream), "--reason", "mended")
    assert (released.code, released.err) == (0, "")
    assert released.out.endswith("1 stream released\n")
    [done] = onewrite("log", "--json").json
    assert (done["operation"], done["reason"], done["actor"]) == ("release", "mended", getuser())
    [_, shown] = [line for line in onewrite("log").out.splitlines() if line][1:]
    assert re.fullmatch(rf"2\d{{3}}-\d\d-\d\d \d\d:\d\d:\d\dZ  {getuser()}  release profiles {stream}  mended", shown)


def test_a_skip_needs_a_reason(onewrite: Terminal, stream: StreamId) -> None:
    assert onewrite("skip", "profiles", str(stream)).code == 2
    assert onewrite("skip", "profiles", str(stream), "--reason", " ").code == 2
    skipped = onewrite("skip", "profiles", str(stream), "--reason", "a test account", "--json")
    [now] = skipped.json["streams"]
    assert (skipped.code, now["version"], now["parked_again"]) == (0, 3, None)


def test_a_reason_may_hold_any_text(onewrite: Terminal, stream: StreamId) -> None:
    onewrite("release", "profiles", "--reason", "see [/red] and [bold] :smile:")
    shown = onewrite("log").out
    assert all(word in shown for word in ("[/red]", "[bold]", ":smile:"))


@pytest.mark.parametrize("command", [["parked", "nicknames"], ["release", "profiles", "no stream"]])
def test_what_is_not_there_is_wrong_use(onewrite: Terminal, app: App, command: list[str]) -> None:
    told = onewrite(*command, "--json")
    assert (told.code, told.out) == (2, "")
    assert told.err.startswith("onewrite: ")
    assert len(told.err.splitlines()) == 1
