"""The write path: one commit for everything, and a refusal that changes nothing."""

from dataclasses import replace

import pytest
from pydantic import computed_field

from accounts import ACCOUNTS
from accounts.account.commands import AddInterest, Rename
from accounts.account.decider import DECIDER
from accounts.account.events import InterestAdded, UserCreated
from accounts.account.state import Account
from onewrite.application.ports.event_store import Snapshot
from onewrite.bootstrap import Adapters, App, build, memory_adapters
from onewrite.domain.event_types import EventTypes
from onewrite.domain.events import Event
from onewrite.domain.streams import NO_STREAM, exact
from onewrite.errors import (
    CommandRejected,
    EventNotDeclared,
    EventRetired,
    StreamNotFound,
    UndecodableEvent,
    WrongExpectedVersion,
)
from tests.support.data.builders import METADATA, a_stream
from tests.support.data.requests import CREATE, a_request, accept, an_account
from tests.support.domains.changed import with_accounts
from tests.support.faults.ports import on_top_of, unable_to_clear
from tests.support.systems.adapters import settings

CREATED = UserCreated(name="Ada", address="London")


@pytest.fixture
def adapters() -> Adapters:
    return memory_adapters()


@pytest.fixture
def app(adapters: Adapters) -> App:
    return build(settings(eager_relay=False), ACCOUNTS, adapters)


def test_what_was_decided_is_appended_and_told(app: App) -> None:
    request = a_request()
    accepted = app.accept_command(request)
    [event] = accepted.events
    assert (accepted.version, accepted.opened_the_stream) == (1, True)
    assert (event.event_type, event.data) == ("UserCreated", {"name": "Ada", "address": "London"})
    assert event.metadata == METADATA
    assert tuple(app.adapters.store.read_stream(request.stream)) == accepted.events


def test_a_creation_of_several_events_opened_the_stream(adapters: Adapters) -> None:
    decider = replace(DECIDER, decide=lambda command, account: [CREATED, InterestAdded(interest="chess")])
    app = build(settings(eager_relay=False), with_accounts(decider=decider), adapters)
    accepted = app.accept_command(a_request())
    assert (accepted.version, accepted.opened_the_stream) == (2, True)


def test_the_head_keeps_the_state_after_the_events(app: App) -> None:
    stream = an_account(app, "chess")
    snapshot = app.adapters.store.read_head(stream).snapshot
    state = Account(status="open", name="Ada", address="London", interests=("chess",))
    assert snapshot == Snapshot(2, DECIDER.state_version, DECIDER.state_schema, state.model_dump(mode="json"))


def test_a_command_that_changes_nothing_writes_nothing(app: App) -> None:
    stream = an_account(app)
    store = on_top_of(app.adapters.store, append=lambda commit: pytest.fail("not even an empty commit"))
    idle = build(settings(eager_relay=False), ACCOUNTS, replace(app.adapters, store=store))
    accepted = accept(idle, stream, Rename(name="Ada"))
    assert (accepted.version, accepted.events, accepted.opened_the_stream) == (1, (), False)


def test_only_a_command_that_creates_can_open_a_stream(app: App) -> None:
    request = a_request(Rename(name="Ada"), key="key")
    with pytest.raises(StreamNotFound):
        app.accept_command(request)
    assert app.adapters.store.read_head(request.stream).is_new


def test_a_refused_command_writes_nothing(app: App) -> None:
    stream = an_account(app, "chess")
    before = app.adapters.store.read_head(stream)
    with pytest.raises(CommandRejected, match="has the interest 'chess' already"):
        accept(app, stream, AddInterest(interest="chess"))
    assert app.adapters.store.read_head(stream) == before
    assert app.adapters.outbox.count() == 2


def test_a_command_that_names_the_right_version_is_accepted(app: App) -> None:
    request = a_request(expected=NO_STREAM)
    app.accept_command(request)
    assert app.accept_command(a_request(Rename(name="b"), request.stream, expected=exact(1))).version == 2


@pytest.mark.parametrize("version", [0, 1, 3])
def test_a_command_that_names_another_version_is_refused_before_it_is_decided(app: App, version: int) -> None:
    stream = an_account(app, "chess")
    with pytest.raises(WrongExpectedVersion, match=f"is at version 2, the command expected {version}"):
        app.accept_command(a_request(AddInterest(interest="chess"), stream, expected=exact(version)))
    assert app.adapters.outbox.count() == 2


def test_of_a_stream_that_is_not_there_a_wrong_version_is_told_first(app: App) -> None:
    """412 comes before 404: who named a version is told where the stream stands."""
    with pytest.raises(WrongExpectedVersion):
        app.accept_command(a_request(Rename(name="Ada"), expected=exact(1)))
    with pytest.raises(StreamNotFound):
        app.accept_command(a_request(Rename(name="Ada"), expected=NO_STREAM))


class Forgotten(Event, type="Forgotten"):
    pass


class Retired(Event, type="Retired", retired=True):
    pass


class Unreadable(Event, type="Unreadable"):
    name: str

    @computed_field
    def letters(self) -> int:
        return len(self.name)


@pytest.mark.parametrize(
    ("event", "declared", "error", "told"),
    [
        (Forgotten(), (), EventNotDeclared, "Forgotten is decided and not declared: add it to the domain's EventTypes"),
        (Retired(), (Retired,), EventRetired, "Retired is decided and retired: decide another event"),
        (
            Unreadable(name="x"),
            (Unreadable,),
            UndecodableEvent,
            "can't be read as it would be stored",
        ),
    ],
    ids=["not declared", "retired", "not as it is read"],
)
def test_an_event_that_must_not_be_stored_is_not_committed(
    adapters: Adapters, event: Event, declared: tuple[type[Event], ...], error: type[Exception], told: str
) -> None:
    careless = replace(DECIDER, decide=lambda command, state: [CREATED, event], evolve=lambda state, event: state)
    domain = with_accounts(decider=careless, event_types=EventTypes(UserCreated, *declared))
    request = a_request(CREATE, key="key")
    with pytest.raises(error, match=told):
        build(settings(), domain, adapters).accept_command(request)
    assert adapters.store.read_head(request.stream).is_new


def test_an_eager_relay_publishes_after_the_commit_and_leaves_no_obligation(adapters: Adapters) -> None:
    app = build(settings(eager_relay=True), ACCOUNTS, adapters)
    accepted = app.accept_command(a_request())
    assert adapters.topic.published == list(accepted.events)  # type: ignore[attr-defined]
    assert adapters.outbox.count() == 0


def test_without_an_eager_relay_the_obligation_stays(app: App) -> None:
    app.accept_command(a_request())
    assert app.adapters.topic.published == []  # type: ignore[attr-defined]
    assert app.adapters.outbox.count() == 1


def test_a_relay_that_fails_does_not_fail_the_command(adapters: Adapters) -> None:
    app = build(settings(), ACCOUNTS, replace(adapters, outbox=unable_to_clear(adapters.outbox)))
    assert app.accept_command(a_request()).version == 1
    assert adapters.outbox.count() == 1


def test_one_command_can_append_several_events(adapters: Adapters) -> None:
    both = [UserCreated(name="Ada", address="London"), UserCreated(name="Ada", address="Paris")]
    generous = with_accounts(decider=replace(DECIDER, decide=lambda command, account: both))
    accepted = build(settings(eager_relay=False), generous, adapters).accept_command(a_request(CREATE, a_stream()))
    assert [event.version for event in accepted.events] == [1, 2]
    assert len({event.event_id for event in accepted.events}) == 2
    assert adapters.outbox.count() == 2
