"""Status, reconcile, replay: the whole system from a terminal."""

import pytest

from onewrite.application.ports.views import Checkpoint
from onewrite.bootstrap import App
from onewrite.domain.streams import StreamId
from tests.support.data.requests import an_account
from tests.support.systems.command_line import Interrupted, Terminal

KEYS = {"heads", "lagging", "healed", "parked", "ahead", "unpublished"}
OF_PROJECTION = {"generation", "lagging", "parked", "oldest_lagging_seconds", "oldest_parked_seconds"}


@pytest.fixture
def stream(app: App) -> StreamId:
    """Nobody has pushed it, nobody has published it."""
    return an_account(app, "tea", key="ada")


def test_status_looks_and_changes_nothing(onewrite: Terminal, stream: StreamId) -> None:
    for _ in range(2):
        asked = onewrite("status", "--json")
        views = asked.json["views"]
        assert (asked.code, asked.json["ready"]) == (0, True)
        assert views.keys() >= {*KEYS, "oldest_unpublished_seconds"}
        assert (views["heads"], views["lagging"], views["healed"], views["unpublished"]) == (1, 2, 0, 2)
        assert all(one.keys() >= OF_PROJECTION for one in views["projections"].values())
    assert "1 streams; 2 events unpublished" in onewrite("status").out


def test_what_lags_is_healed(onewrite: Terminal, stream: StreamId) -> None:
    healed = onewrite("reconcile", "--json", "--reason", "after an outage")
    assert healed.code == 0
    assert healed.json.keys() >= KEYS
    assert (healed.json["lagging"], healed.json["healed"]) == (2, 2)
    assert onewrite("log", "--json").json[0]["reason"] == "after an outage"
    assert "1 streams" in onewrite("reconcile").out


def test_what_parks_while_it_is_healed_is_told_beside_the_json(
    onewrite: Terminal, stream: StreamId, profiles: Interrupted
) -> None:
    profiles.fail(stream, 2)
    report = onewrite("reconcile", "--json")
    assert (report.code, report.json["healed"], report.json["parked"]) == (1, 1, 1)
    assert report.err == f"error: profiles is parked for {stream}\n"


def test_what_is_ahead_of_the_store_is_found(onewrite: Terminal, app: App, stream: StreamId) -> None:
    app.adapters.views.transact("profiles", 1, lambda t: t.write([], [Checkpoint(stream, 9)]))
    report = onewrite("reconcile", "--json")
    assert (report.code, report.json["ahead"]) == (1, 1)
    shown = onewrite("reconcile")
    assert (shown.code, "1 streams of profiles" in shown.out, "rebuild profiles" in shown.out) == (1, True, True)


def test_events_are_counted_and_published_again(onewrite: Terminal, app: App, stream: StreamId) -> None:
    dry = onewrite("replay", str(stream), "--dry-run", "--json")
    assert (dry.code, dry.json) == (0, {"selected": 2, "published": 0, "dry_run": True})
    assert onewrite("replay", str(stream), "--last", "1", "--json").json["published"] == 1
    assert onewrite("replay", "account-nobody").code == 2
