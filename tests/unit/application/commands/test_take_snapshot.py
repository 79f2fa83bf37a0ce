"""When a command writes a snapshot: always while it is small, else every so many events, and never one too large."""

from dataclasses import replace
from typing import Any

import pytest
from google.cloud.spanner_v1 import JsonObject

from accounts import ACCOUNTS
from accounts.account.commands import AddInterest, Rename
from accounts.account.decider import DECIDER
from accounts.account.state import Account
from onewrite.application.commands import take_snapshot
from onewrite.application.commands.take_snapshot import TakeSnapshot
from onewrite.application.ports.event_store import Head, Snapshot
from onewrite.bootstrap import Adapters, App, build
from onewrite.domain.streams import StreamId
from onewrite.errors import CommandRejected
from tests.support.data.requests import accept, an_account
from tests.support.domains.changed import with_accounts
from tests.support.systems.adapters import on_both_stores, settings

SMALL = 150


def app_of(adapters: Adapters, **options: Any) -> App:
    return build(settings(snapshot_small_bytes=SMALL, snapshot_every=4, **options), ACCOUNTS, adapters)


def snapshot_version(app: App, stream: StreamId) -> int:
    snapshot = app.adapters.store.read_head(stream).snapshot
    return snapshot.version if snapshot else 0


def grow(app: App, stream: StreamId, number: int) -> None:
    accept(app, stream, AddInterest(interest=f"{number:0100}"))


@on_both_stores()
def test_a_small_state_is_written_with_every_command_and_a_large_one_every_so_many_events(adapters: Adapters) -> None:
    app = app_of(adapters)
    stream = an_account(app, "tea")
    written = [snapshot_version(app, stream)]
    for number in range(9):
        grow(app, stream, number)
        written.append(snapshot_version(app, stream))
    assert written == [2, 2, 2, 2, 6, 6, 6, 6, 10, 10]


def test_a_command_decides_on_the_events_since_the_snapshot_as_well(adapters: Adapters) -> None:
    app = app_of(adapters)
    stream = an_account(app, "tea")
    for number in range(6):
        grow(app, stream, number)
    with pytest.raises(CommandRejected, match="has the interest"):
        grow(app, stream, 5)
    assert len(app.accept_command.load_state(adapters.store.read_head(stream)).interests) == 7


def test_a_snapshot_that_is_of_no_use_is_written_anew_however_new_it_is(adapters: Adapters) -> None:
    app = app_of(adapters)
    stream = an_account(app, "tea")
    for number in range(6):
        grow(app, stream, number)
    assert snapshot_version(app, stream) == 6
    later = with_accounts(decider=replace(DECIDER, state_version=DECIDER.state_version + 1))
    other = build(settings(snapshot_small_bytes=SMALL, snapshot_every=4), later, adapters)
    accept(other, stream, Rename(name="Countess"))
    assert snapshot_version(other, stream) == 9


def test_the_bytes_are_those_of_the_json_that_is_sent() -> None:
    account = Account(name="Ä")
    exact = len(JsonObject(account.model_dump(mode="json")).serialize())
    assert TakeSnapshot(exact, 100)(DECIDER, head(), account, 1) == snapshot(account)
    assert TakeSnapshot(exact - 1, 100)(DECIDER, head(), account, 1) is None


def test_a_state_that_no_cell_holds_fails_no_command_and_is_told_once_a_stream(
    adapters: Adapters, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(take_snapshot, "MOST_BYTES", 500)
    app = app_of(adapters)
    stream, other = an_account(app, "tea"), an_account(app, "tea")
    for number in range(12):
        grow(app, stream, number)
    assert adapters.store.read_head(stream).version == 14
    assert snapshot_version(app, stream) == 6, "the last one that fitted stays"
    with pytest.raises(CommandRejected, match="has the interest"):
        grow(app, stream, 11)
    for number in range(5):
        grow(app, other, number)
    told = [record for record in caplog.records if record.__dict__.get("action") == "snapshot_left_out"]
    assert [(record.__dict__["stream_id"], record.levelname) for record in told] == [
        (str(stream), "WARNING"),
        (str(other), "WARNING"),
    ]
    assert f"The state of {stream} has " in told[0].getMessage()


def test_no_more_streams_are_remembered_than_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(take_snapshot, "MOST_BYTES", 1)
    monkeypatch.setattr(take_snapshot, "MOST_REMEMBERED", 2)
    take = TakeSnapshot(1, 1)
    for number in range(5):
        take(DECIDER, Head(StreamId("account", str(number)), 0), Account(), 1)
    assert len(take._warned) == 2


def head() -> Head:
    return Head(StreamId("account", "7"), 0, is_new=True)


def snapshot(account: Account) -> Snapshot:
    return Snapshot(1, DECIDER.state_version, DECIDER.state_schema, account.model_dump(mode="json"))
