"""The events after a snapshot: only they are read, and only up to the head that was read."""

from collections.abc import Iterator
from typing import Any

import pytest

from accounts import ACCOUNTS
from accounts.account.commands import Rename
from onewrite.application.commands.load_state import LoadState
from onewrite.bootstrap import App, build, memory_adapters
from onewrite.domain.events import RecordedEvent
from onewrite.domain.streams import StreamId
from tests.support.data.builders import an_event, interest
from tests.support.data.parking import append
from tests.support.data.requests import accept, an_account
from tests.support.faults.ports import on_top_of
from tests.support.systems.adapters import settings


@pytest.fixture
def app() -> App:
    return build(settings(), ACCOUNTS, memory_adapters())


@pytest.fixture
def read() -> list[int]:
    """The versions of the events that were read."""
    return []


@pytest.fixture
def load_state(app: App, read: list[int]) -> LoadState:
    def read_stream(stream: StreamId, **versions: Any) -> Iterator[RecordedEvent]:
        for event in app.adapters.store.read_stream(stream, **versions):
            read.append(event.version)
            yield event

    return LoadState(ACCOUNTS, on_top_of(app.adapters.store, read_stream=read_stream))


def test_only_the_events_after_an_older_snapshot_are_read_and_folded(
    app: App, load_state: LoadState, read: list[int]
) -> None:
    stream = an_account(app, "tea", "chess")
    append(app, stream, interest("maths"), an_event(data={"name": "Countess"}))
    state = load_state(app.adapters.store.read_head(stream))
    assert (state.name, state.interests, read) == ("Countess", ("tea", "chess", "maths"), [4, 5])


def test_a_state_is_as_old_as_its_head_whatever_was_appended_since(
    app: App, load_state: LoadState, read: list[int]
) -> None:
    stream = an_account(app)
    append(app, stream, an_event(data={"name": "Countess"}))
    head = app.adapters.store.read_head(stream)
    accept(app, stream, Rename(name="Lady"))
    assert (load_state(head).name, read) == ("Countess", [2])
