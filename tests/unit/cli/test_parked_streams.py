"""What stands still is listed, released and skipped; exit codes tell, and JSON is all there is on standard output."""

from datetime import datetime

import pytest

from accounts.commands import Rename
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
    assert (shown.code, str(stream) in shown.out) == (1, True)


@pytest.mark.parametrize(
    ("command", "looked_for"),
    [
        (["parked"], ""),
        (["parked", "interests", "--error-class", "KeyError"], " (interests, KeyError)"),
        (["release", "profiles", "account-99"], " (profiles, account-99)"),
        (["skip", "profiles", "--error-class", "KeyError", "--reason", "test"], " (profiles, KeyError)"),
    ],
)
def test_where_nothing_is_parked_it_says_what_it_looked_for(
    onewrite: Terminal, app: App, command: list[str], looked_for: str
) -> None:
    shown = onewrite(*command)
    assert (shown.code, shown.out) == (0, f"Nothing is parked{looked_for}.\n")
    assert onewrite(*command, "--json").json == []


def test_a_stream_that_parks_again_is_told_beside_the_json(onewrite: Terminal, stream: StreamId) -> None:
    released = onewrite("release", "profiles", "--json")
    assert released.code == 1
    assert released.json[0]["parked_again"]["version"] == 2
    assert released.err == f"error: profiles is parked for {stream}\n"


def test_a_mended_stream_is_released(onewrite: Terminal, stream: StreamId, profiles: Interrupted) -> None:
    profiles.mend()
    released = onewrite("release", "profiles", str(stream), "--reason", "mended")
    assert (released.code, released.err) == (0, "")
    [done] = onewrite("log", "--json").json
    assert (done["operation"], done["reason"], bool(done["actor"])) == ("release", "mended", True)


def test_a_skip_needs_a_reason(onewrite: Terminal, stream: StreamId) -> None:
    assert onewrite("skip", "profiles", str(stream)).code == 2
    assert onewrite("skip", "profiles", str(stream), "--reason", " ").code == 2
    skipped = onewrite("skip", "profiles", str(stream), "--reason", "a test account", "--json")
    assert (skipped.code, skipped.json[0]["version"], skipped.json[0]["parked_again"]) == (0, 3, None)


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
