"""A rebuild is worked on, watched, paused, cancelled and verified from a terminal; nothing hides an error."""

import re
from datetime import timedelta
from functools import partial

import pytest

from accounts.account.commands import Rename
from accounts.views.profiles import PROFILES
from onewrite.application.operations.pages_of_heads import PageSize
from onewrite.application.operations.rebuild import rebuild_worker
from onewrite.application.ports.views import Delete
from onewrite.bootstrap import App
from onewrite.cli.progress import rebuild
from onewrite.domain.streams import StreamId
from tests.support.data.requests import accept, an_account
from tests.support.domains.fragile import ADA, follow
from tests.support.systems.command_line import Interrupted, Terminal


@pytest.fixture
def stream(app: App) -> StreamId:
    stream = an_account(app, key="ada")
    accept(app, stream, Rename(name="Countess"))
    follow(app, stream)
    return stream


def test_a_rebuild_is_built_verified_switched_to_rolled_back_and_dropped(onewrite: Terminal, stream: StreamId) -> None:
    rebuilt = onewrite("rebuild", "profiles", "--json", "--reason", "new columns")
    assert (rebuilt.code, rebuilt.err) == (0, "")
    assert (rebuilt.json["generations"], rebuilt.json["differences"], rebuilt.json["streams"]) == ([1, 2], 0, 1)
    assert onewrite("switch", "profiles", "--json", "--reason", "it is built").json["active"] == 2
    assert onewrite("rollback", "profiles", "--json", "--reason", "a mistake").json["active"] == 1
    assert onewrite("drop", "profiles", "2", "--json", "--reason", "no longer wanted").json["kept"] == [1]
    done = [(one["operation"], one["reason"]) for one in reversed(onewrite("log", "--json").json)]
    assert done == [
        *(("rebuild", "new columns"), ("verify", "new columns"), ("switch", "it is built")),
        *(("rollback", "a mistake"), ("drop", "no longer wanted")),
    ]


def test_what_was_done_to_generations_is_told(onewrite: Terminal, stream: StreamId) -> None:
    onewrite("rebuild", "profiles")
    told = "profiles: generation 2 answers; kept up to date: 1, 2\n"
    assert onewrite("switch", "profiles").out == told
    assert onewrite("switch", "profiles", "1").out == "profiles: generation 1 answers; kept up to date: 1, 2\n"
    assert onewrite("switch", "profiles").out == told
    assert onewrite("drop", "profiles", "1").out == "profiles: generation 2 answers; kept up to date: 2\n"
    started = onewrite("rebuild", "profiles", "--detach").out
    assert started == "profiles generation 3 is under way: 0 of 1 range, 0 streams, 0 events\n"
    paused = onewrite("pause", "profiles").out
    assert paused == "profiles generation 3 is paused: 0 of 1 range, 0 streams, 0 events\n"
    given_up = onewrite("cancel", "profiles", "--reason", "too much load")
    assert given_up.out == "profiles: generation 2 answers; kept up to date: 2\n"
    assert onewrite("log", "--json").json[0]["reason"] == "too much load"


def test_a_progress_bar_hides_no_error(
    onewrite: Terminal, stream: StreamId, profiles: Interrupted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TTY_COMPATIBLE", "1")
    monkeypatch.setenv("COLUMNS", "140")
    profiles.fail(stream, 2)
    shown = onewrite("rebuild", "profiles")
    assert shown.code == 1
    first, *lines = shown.err.splitlines()
    assert first == "Building generation 2 of profiles"
    [told] = [number for number, line in enumerate(lines) if f"error: {stream} is parked at version 2: Value" in line]
    assert "range" not in lines[told], "a line of its own"
    assert any("1 of 1 range, 1 stream, 1 event" in line for line in lines[told + 1 :]), "and the bar goes on below it"


def test_of_many_parked_streams_the_first_ten_are_named(onewrite: Terminal, app: App, profiles: Interrupted) -> None:
    for number in range(12):
        profiles.fail(an_account(app, key=f"a{number:02}"), 1)
    told = onewrite("rebuild", "profiles").err.splitlines()
    parked = [line for line in told if line.startswith("error: account-a")]
    assert len(parked) == 10
    assert "error: 2 more are parked: `onewrite parked profiles`" in told


def test_a_parked_stream_is_told_in_one_round_only(
    onewrite: Terminal, app: App, profiles: Interrupted, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(12):
        profiles.fail(an_account(app, key=f"a{number:02}"), 1)
    onewrite("rebuild", "profiles", "--detach")
    walks = app.adapters.walks
    lease = walks.acquire("rebuild profiles/2", "another worker", timedelta(hours=1))
    assert lease
    monkeypatch.setattr(rebuild, "sleep", lambda _: walks.save(lease, lease.range, timedelta(0)))
    told = onewrite("resume", "profiles").err
    parked = re.findall(r"error: account-(a\d\d) is parked", told)
    assert parked == [*(f"a{number:02}" for number in range(1, 11)), "a00"]
    assert told.count("error: 1 more are parked") == 1


def test_a_rebuild_that_parks_a_stream_tells_so_in_the_json(
    onewrite: Terminal, stream: StreamId, profiles: Interrupted
) -> None:
    profiles.fail(stream, 2)
    rebuilt = onewrite("rebuild", "profiles", "--json")
    assert (rebuilt.code, rebuilt.err) == (1, "")
    assert "parked at version 1" in [one["problem"] for one in rebuilt.json["named"]]


def test_a_rebuild_is_fine_where_only_the_active_generation_differs(
    onewrite: Terminal, app: App, stream: StreamId
) -> None:
    """So it does whenever a view is rebuilt because its code was mended."""
    app.adapters.views.transact("profiles", 1, lambda t: t.write([Delete(PROFILES, (stream.key,))], []))
    rebuilt = onewrite("rebuild", "profiles")
    assert rebuilt.code == 0
    assert "generation 1 differs from the store in 1 place\n" in rebuilt.out
    assert "generation 2 equals the store: every row is what the events say\n" in rebuilt.out
    assert rebuilt.out.endswith("Switch to generation 2: `onewrite switch profiles`\n")
    assert onewrite("verify", "profiles").code == 1, "something differs, whichever it is"
    assert onewrite("switch", "profiles").code == 0


def test_a_rebuild_that_differs_itself_is_not_fine(
    onewrite: Terminal, app: App, stream: StreamId, profiles: Interrupted
) -> None:
    profiles.fail(stream, 2)
    shown = onewrite("rebuild", "profiles")
    assert shown.code == 1
    assert "generation 1 equals the store" not in shown.out
    assert "generation 2 differs from the store" in shown.out
    assert "onewrite switch" not in shown.out


def test_a_second_rebuild_is_wrong_use(onewrite: Terminal, stream: StreamId) -> None:
    detached = onewrite("rebuild", "profiles", "--detach", "--json")
    assert (detached.code, detached.json["state"], detached.json["done"]) == (0, "under_way", 0)
    refused = onewrite("rebuild", "profiles", "--json")
    assert (refused.code, refused.out) == (2, "")
    assert refused.err == "onewrite: profiles is building generation 2 already: resume it, or cancel it\n"


def test_a_rebuild_that_is_paused_meanwhile_is_resumed(
    onewrite: Terminal, app: App, stream: StreamId, profiles: Interrupted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rebuild_worker, "PAGE", PageSize(1))
    onewrite("rebuild", "profiles", "--detach")
    assert onewrite("pause", "profiles", "--json", "--reason", "too much load").json["state"] == "paused"
    profiles.meanwhile.append(partial(app.operate.rebuild.pause, "profiles", ADA))
    paused = onewrite("resume", "profiles", "--json")
    assert (paused.code, paused.json["state"], paused.json["streams"]) == (1, "paused", 1)
    assert onewrite("resume", "profiles").code == 0


def test_a_rebuild_that_is_cancelled_meanwhile_says_so(
    onewrite: Terminal, app: App, stream: StreamId, profiles: Interrupted
) -> None:
    for number, options in enumerate(([], ["--json"]), start=2):
        profiles.meanwhile.append(partial(app.operate.switch.cancel, "profiles", ADA))
        cancelled = onewrite("rebuild", "profiles", *options)
        assert cancelled.code == 1
        if options:
            assert cancelled.json == {"projection": "profiles", "generation": number, "state": "cancelled"}
        else:
            assert cancelled.out == f"profiles generation {number} was cancelled meanwhile: see `onewrite log`\n"


def test_a_cancelled_rebuild_is_gone(onewrite: Terminal, stream: StreamId) -> None:
    onewrite("rebuild", "profiles", "--detach")
    cancelled = onewrite("cancel", "profiles", "--json")
    assert (cancelled.code, cancelled.json["building"], cancelled.json["kept"]) == (0, None, [1])
    assert onewrite("cancel", "profiles").code == 2


def test_a_view_that_differs_is_found(onewrite: Terminal, app: App, stream: StreamId) -> None:
    assert onewrite("verify", "profiles").code == 0
    app.adapters.views.transact("profiles", 1, lambda t: t.write([Delete(PROFILES, (stream.key,))], []))
    verdict = onewrite("verify", "profiles", "--json", "--reason", "a complaint")
    assert (verdict.code, verdict.json["differences"], verdict.json["named"][0]["problem"]) == (1, 1, "missing")
    shown = onewrite("verify", "profiles")
    assert (shown.code, "missing" in shown.out) == (1, True)
    newest, before, first = onewrite("log", "--json").json
    assert [one["details"]["differences"] for one in (newest, before, first)] == [1, 1, 0]
    assert before["reason"] == "a complaint"


@pytest.mark.parametrize("command", ["switch", "rollback", "resume", "pause"])
def test_what_is_not_possible_now_is_wrong_use(onewrite: Terminal, app: App, command: str) -> None:
    refused = onewrite(command, "profiles", "--json")
    assert (refused.code, refused.out, len(refused.err.splitlines())) == (2, "", 1)
