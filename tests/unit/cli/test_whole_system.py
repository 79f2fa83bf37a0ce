"""Status, reconcile, replay: the whole system from a terminal."""

from pathlib import Path
from threading import Barrier

import pytest

from emulators.system import state_file
from onewrite.adapters.http.api import Api
from onewrite.application.ports.views import Checkpoint
from onewrite.bootstrap import App
from onewrite.domain.streams import StreamId
from tests.support.data.requests import an_account
from tests.support.http.served import served
from tests.support.systems.command_line import Interrupted, Terminal, local_system
from tests.support.waiting.bounds import WAIT_SECONDS

KEYS = {"heads", "lagging", "healed", "parked", "ahead", "unpublished"}
OF_PROJECTION = {"generation", "lagging", "parked", "oldest_lagging_seconds", "oldest_parked_seconds"}


@pytest.fixture
def stream(app: App) -> StreamId:
    """Nobody has pushed it, nobody has published it."""
    return an_account(app, "tea", key="ada")


def test_status_looks_and_changes_nothing(onewrite: Terminal, stream: StreamId) -> None:
    for _ in range(2):
        asked = onewrite("status", "--full", "--json")
        views = asked.json["views"]
        assert (asked.code, asked.json["ready"]) == (0, True)
        assert views.keys() >= {*KEYS, "oldest_unpublished_seconds"}
        assert (views["heads"], views["lagging"], views["healed"], views["unpublished"]) == (1, 2, 0, 2)
        assert all(one.keys() >= OF_PROJECTION for one in views["projections"].values())
    assert "1 stream; 2 events unpublished, the oldest for " in onewrite("status", "--full").out


def test_status_tells_at_once_what_the_last_walk_has_left(onewrite: Terminal, app: App, stream: StreamId) -> None:
    unknown = onewrite("status", "--json").json["views"]
    assert (unknown["heads"], unknown["lagging"], unknown["walked_seconds"], unknown["unpublished"]) == (0, 0, None, 2)
    onewrite("reconcile")
    an_account(app, key="bob")
    known = onewrite("status", "--json").json["views"]
    assert (known["heads"], known["lagging"], known["healed"], known["unpublished"]) == (1, 0, 0, 3)
    assert known["walked_seconds"] >= 0


def test_what_lags_is_healed(onewrite: Terminal, stream: StreamId) -> None:
    healed = onewrite("reconcile", "--json", "--reason", "after an outage")
    assert healed.code == 0
    assert healed.json.keys() >= KEYS
    assert (healed.json["lagging"], healed.json["healed"]) == (2, 2)
    assert onewrite("log", "--json").json[0]["reason"] == "after an outage"
    assert "1 stream; " in onewrite("reconcile").out


def test_what_parks_while_it_is_healed_is_told(onewrite: Terminal, stream: StreamId, profiles: Interrupted) -> None:
    profiles.fail(stream, 2)
    shown = onewrite("reconcile")
    assert (shown.code, shown.err) == (1, "")
    assert shown.out.endswith("What is parked, and why: `onewrite parked`\n")
    report = onewrite("reconcile", "--json")
    assert (report.code, report.json["healed"], report.json["parked"], report.json["is_healed"]) == (1, 0, 1, False)


def test_what_is_ahead_of_the_store_is_found(onewrite: Terminal, app: App, stream: StreamId) -> None:
    app.adapters.views.transact("profiles", 1, lambda t: t.write([], [Checkpoint(stream, 9)]))
    report = onewrite("reconcile", "--json")
    assert (report.code, report.json["ahead"]) == (1, 1)
    shown = onewrite("reconcile")
    told = "profiles has applied more of 1 stream than the store holds: `onewrite rebuild profiles`"
    assert (shown.code, told in shown.out.splitlines()) == (1, True)


def test_a_table_tells_what_answers_what_is_built_and_what_waits(
    onewrite: Terminal, app: App, stream: StreamId, profiles: Interrupted
) -> None:
    profiles.fail(stream, 1)
    onewrite("reconcile")
    onewrite("rebuild", "interests", "--detach")
    shown = {line.split()[0]: line.split()[1:] for line in onewrite("status").out.splitlines() if line}
    assert shown["view"] == ["answers", "building", "behind", "healed", "parked"]
    assert shown["profiles"][:6] == ["1", "-", "0", "0", "1,", "for"]
    assert shown["interests"][:4] == ["1", "2,", "under", "way"]


def test_events_are_counted_and_published_again(onewrite: Terminal, app: App, stream: StreamId) -> None:
    dry = onewrite("replay", str(stream), "--dry-run", "--json")
    assert (dry.code, dry.json) == (0, {"selected": 2, "published": 0, "dry_run": True})
    assert onewrite("replay", str(stream), "--last", "1", "--json").json["published"] == 1
    assert onewrite("replay", stream.key, "--last", "1", "--dry-run").out == "1 event would be published again.\n"
    assert onewrite("replay", stream.key).out == "2 events published again.\n"
    assert onewrite("replay", "account-nobody").code == 2


@pytest.mark.parametrize(
    ("options", "selected"),
    [
        ([], 2),
        (["--first", "2"], 1),
        (["--last", "1"], 1),
        (["--since", "2000-01-01T00:00:00Z"], 2),
        (["--since", "2100-01-01T00:00:00.5+02:00"], 0),
        (["--until", "2100-01-01T00:00:00Z"], 2),
        (["--until", "2000-01-01T00:00:00Z"], 0),
    ],
)
def test_events_are_chosen_by_version_and_by_time(
    onewrite: Terminal, stream: StreamId, options: list[str], selected: int
) -> None:
    assert onewrite("replay", *options, "--dry-run", "--json").json["selected"] == selected


def test_what_the_bus_does_not_take_is_told(
    onewrite: Terminal, app: App, stream: StreamId, monkeypatch: pytest.MonkeyPatch
) -> None:
    takes = app.adapters.topic.publish
    monkeypatch.setattr(app.adapters.topic, "publish", lambda events, **options: takes(events[:1], **options))
    told = onewrite("replay", "--reason", "a consumer asked")
    advice = "the bus refused the next, repeat it later"
    assert (told.code, told.out) == (1, f"1 of 2 events published again: {advice}.\n")
    [logged] = onewrite("log", "--json").json
    assert (logged["operation"], logged["reason"]) == ("replay", "a consumer asked")


def test_the_log_shows_as_many_entries_as_are_asked_for(onewrite: Terminal, app: App) -> None:
    for reason in ("first", "second", "third"):
        onewrite("reconcile", "--reason", reason)
    assert [one["reason"] for one in onewrite("log", "--limit", "2", "--json").json] == ["third", "second"]


def test_a_function_that_is_not_ready_says_why_in_its_own_words(
    onewrite: Terminal, named: App, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with served(named.operations) as views, served(named.projection("nicknames")) as nicknames:
        state_file.write(tmp_path, local_system(tmp_path, operate_views=views, project_nicknames=nicknames))
        monkeypatch.setenv("ONEWRITE_LOCAL", str(tmp_path / state_file.NAME))
        asked, shown = onewrite("status", "--json"), onewrite("status")
    assert (asked.code, asked.json["ready"], shown.code) == (3, False, 3)
    assert list(asked.json["not_ready"]) == ["project_nicknames"]
    why = asked.json["not_ready"]["project_nicknames"]
    assert "nicknames" in why
    assert f"{nicknames}  no: {why}" in shown.out
    assert asked.json["views"], "operate_views is ready"


def test_no_part_has_to_wait_until_another_was_asked(
    onewrite: Terminal, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    both_are_asked = Barrier(2, timeout=WAIT_SECONDS)

    def check_ready() -> None:
        both_are_asked.wait()

    api = Api("ready once both are asked", [], check_ready)
    with served(api) as first, served(api) as second:
        state_file.write(tmp_path, local_system(tmp_path, accept_commands=first, answer_queries=second))
        monkeypatch.setenv("ONEWRITE_LOCAL", str(tmp_path / state_file.NAME))
        asked = onewrite("status", "--json")
    assert asked.json["not_ready"] == {}
