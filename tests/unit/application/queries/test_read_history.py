from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from accounts import ACCOUNTS
from accounts.account.commands import CloseAccount, Rename
from accounts.account.state import Account
from onewrite.application.ports.event_store import Head
from onewrite.application.queries.read_history import StateAt
from onewrite.bootstrap import App, build
from onewrite.domain.events import RecordedEvent
from onewrite.domain.streams import StreamId
from onewrite.errors import StreamNotFound, StreamNotYetThere, TimeToCome, VersionNotFound
from tests.support.data.builders import a_stream
from tests.support.data.requests import accept, an_account
from tests.support.faults.ports import on_top_of
from tests.support.systems.adapters import settings
from tests.support.waiting.clocks import NOON, Clock, in_memory_by

SECOND = timedelta(seconds=1)
MICROSECOND = timedelta(microseconds=1)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def app(clock: Clock) -> App:
    return build(settings(), ACCOUNTS, in_memory_by(clock))


@pytest.fixture
def stream(app: App, clock: Clock) -> StreamId:
    """Created at noon, renamed a second later, closed a second after that."""
    stream = an_account(app)
    for command in (Rename(name="Countess"), CloseAccount()):
        clock.let_pass(1)
        accept(app, stream, command)
    return stream


def test_events_come_in_pages(app: App, stream: StreamId) -> None:
    pages = [app.read_history.events(stream, after=after, limit=2) for after in (0, 2, 3)]
    assert [(version, [event.version for event in events]) for version, events in pages] == [
        (3, [1, 2]),
        (3, [3]),
        (3, []),
    ]


def test_no_event_is_newer_than_the_version_that_comes_with_it(app: App) -> None:
    stream = an_account(app)

    def read_head(which: StreamId) -> Head:
        head = app.adapters.store.read_head(which)
        accept(app, stream, Rename(name="Meanwhile"))
        return head

    store = on_top_of(app.adapters.store, read_head=read_head)
    reading = build(settings(), ACCOUNTS, replace(app.adapters, store=store)).read_history
    version, events = reading.events(stream, after=0, limit=9)
    assert (version, len(events)) == (1, 1)


def test_a_page_that_begins_behind_the_end_is_empty(app: App, stream: StreamId) -> None:
    assert app.read_history.events(stream, after=10**9, limit=2) == (3, ())


@pytest.mark.parametrize(
    ("version", "state"),
    [
        (1, Account(status="open", name="Ada", address="London")),
        (2, Account(status="open", name="Countess", address="London")),
        (3, Account(status="closed", name="Countess", address="London")),
    ],
)
def test_a_state_is_folded_up_to_a_version(app: App, stream: StreamId, version: int, state: Account) -> None:
    assert app.read_history.at_version(stream, version) == StateAt(version, state)


@pytest.mark.parametrize(
    ("time", "version"),
    [
        (NOON + MICROSECOND, 1),
        (NOON + SECOND - MICROSECOND, 1),
        (NOON + SECOND, 2),
        (NOON + SECOND + MICROSECOND, 2),
        (NOON + 2 * SECOND, 3),
        (NOON + 3 * SECOND, 3),
    ],
)
def test_a_state_is_folded_up_to_a_time(app: App, clock: Clock, stream: StreamId, time: datetime, version: int) -> None:
    clock.let_pass(1)
    assert app.read_history.at_time(stream, time) == app.read_history.at_version(stream, version)


def test_as_it_was_of_a_time_to_come_is_refused_for_it_could_still_change(app: App, stream: StreamId) -> None:
    """It is two seconds past noon by the store's clock, and a few microseconds more."""
    with pytest.raises(TimeToCome, match="is still to come"):
        app.read_history.at_time(stream, NOON + 3 * SECOND)
    assert app.read_history.at_time(stream, NOON + 2 * SECOND).version == 3


def test_a_time_that_comes_while_the_events_are_read_was_still_to_come(
    app: App, clock: Clock, stream: StreamId
) -> None:
    def read_stream(*which: Any, **versions: Any) -> Iterator[RecordedEvent]:
        yield from tuple(app.adapters.store.read_stream(*which, **versions))
        clock.let_pass(9)

    store = on_top_of(app.adapters.store, read_stream=read_stream)
    with pytest.raises(TimeToCome):
        build(settings(), ACCOUNTS, replace(app.adapters, store=store)).read_history.at_time(stream, NOON + 5 * SECOND)


def test_before_its_first_event_a_stream_was_not_there(app: App, stream: StreamId) -> None:
    with pytest.raises(StreamNotYetThere, match=r"had no events yet at 2026-01-01T11:59:59\+00:00"):
        app.read_history.at_time(stream, NOON - SECOND)


def test_a_version_that_is_not_there_yet_is_told(app: App, stream: StreamId) -> None:
    with pytest.raises(VersionNotFound, match="is at version 3, there is no version 4 yet"):
        app.read_history.at_version(stream, 4)


def test_a_stream_that_is_not_there_is_told(app: App) -> None:
    nowhere = a_stream()
    with pytest.raises(StreamNotFound):
        app.read_history.events(nowhere, after=0, limit=1)
    with pytest.raises(StreamNotFound):
        app.read_history.at_version(nowhere, 1)
    with pytest.raises(StreamNotFound):
        app.read_history.at_time(nowhere, NOON)
