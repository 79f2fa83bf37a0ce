"""The write path: one commit for everything, and a refusal that changes nothing."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from accounts import ACCOUNTS
from accounts.commands import AddInterest, ChangeAddress, Rename
from accounts.decider import DECIDER
from accounts.events import UserCreated, UserRenamed
from accounts.state import Account, evolve
from onewrite.application.ports.event_store import Snapshot
from onewrite.bootstrap import Adapters, App, build, memory_adapters
from onewrite.domain.commands import Command
from onewrite.domain.decider import Decider
from onewrite.domain.events import Event
from onewrite.domain.streams import NO_STREAM, exact
from onewrite.errors import CommandRejected, StreamNotFound, WrongExpectedVersion
from tests.support.data.builders import METADATA, a_stream
from tests.support.data.requests import CREATE, a_request, accept, an_account
from tests.support.faults.ports import on_top_of, unable_to_clear
from tests.support.systems.adapters import settings


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


def test_the_head_keeps_the_state_after_the_events(app: App) -> None:
    stream = an_account(app, "chess")
    snapshot = app.adapters.store.read_head(stream).snapshot
    state = Account(status="open", name="Ada", address="London", interests=("chess",))
    assert snapshot == Snapshot(2, DECIDER.state_version, DECIDER.state_schema, state.model_dump(mode="json"))


def test_a_command_that_changes_nothing_writes_nothing(app: App) -> None:
    stream = an_account(app)
    accepted = accept(app, stream, Rename(name="Ada"))
    assert (accepted.version, accepted.events, accepted.opened_the_stream) == (1, (), False)
    assert app.adapters.outbox.count() == 1


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


def test_a_state_is_loaded_from_its_snapshot_alone(adapters: Adapters) -> None:
    app = build(settings(), ACCOUNTS, adapters)
    stream = an_account(app, "chess")

    def read_stream(*place: object, **versions: object) -> None:
        raise AssertionError("the cost of a command must not grow with its stream")

    fresh = build(settings(), ACCOUNTS, replace(adapters, store=on_top_of(adapters.store, read_stream=read_stream)))
    assert accept(fresh, stream, ChangeAddress(address="Paris")).version == 3


def test_a_snapshot_that_another_fold_made_is_not_read(adapters: Adapters) -> None:
    stream = an_account(build(settings(), ACCOUNTS, adapters))

    def evolve_loudly(account: Account, event: Event) -> Account:
        after = evolve(account, event)
        return after.model_copy(update={"name": after.name.upper()})

    loud = replace(DECIDER, evolve=evolve_loudly, state_version=DECIDER.state_version + 1)
    app = build(settings(), replace(ACCOUNTS, decider=loud), adapters)
    assert accept(app, stream, Rename(name="ADA")).events == (), "the name is ADA by now"
    assert accept(app, stream, Rename(name="Countess")).version == 2
    snapshot = adapters.store.read_head(stream).snapshot
    assert snapshot is not None
    assert (snapshot.version, snapshot.state_version, snapshot.state["name"]) == (2, loud.state_version, "COUNTESS")


def test_a_snapshot_that_todays_state_does_not_fit_is_not_read(adapters: Adapters) -> None:
    class Stricter(Account):
        country: str

    stream = an_account(build(settings(), ACCOUNTS, adapters))
    changed = replace(DECIDER, initial_state=lambda: Stricter(country="GB"))
    app = build(settings(), replace(ACCOUNTS, decider=changed), adapters)
    assert accept(app, stream, Rename(name="Countess")).version == 2


class Counting(Account):
    """The state of a later release, which counts the names that an account had and forgot to raise `state_version`."""

    renames: int = 0


def counting_decider(most: int) -> Decider[Any]:
    def evolve_counting(account: Counting, event: Event) -> Counting:
        renames = account.renames + isinstance(event, UserRenamed)
        return Counting(**{**evolve(account, event).model_dump(), "renames": renames})

    def decide_counting(command: Command, account: Counting) -> Sequence[Event]:
        if isinstance(command, Rename) and account.renames >= most:
            raise CommandRejected("TOO_MANY_RENAMES", "No more names")
        return DECIDER.decide(command, account)

    return Decider(initial_state=Counting, decide=decide_counting, evolve=evolve_counting)


def test_a_field_that_is_new_in_the_state_is_folded_for_old_streams_too(adapters: Adapters) -> None:
    stream = an_account(build(settings(), ACCOUNTS, adapters))
    accept(build(settings(), ACCOUNTS, adapters), stream, *(Rename(name=f"name {number}") for number in range(3)))
    app = build(settings(), replace(ACCOUNTS, decider=counting_decider(most=3)), adapters)
    with pytest.raises(CommandRejected, match="No more names"):
        accept(app, stream, Rename(name="a fourth one"))
    assert accept(app, stream, ChangeAddress(address="Paris")).version == 5
    snapshot = adapters.store.read_head(stream).snapshot
    assert snapshot is not None
    assert (snapshot.state["renames"], snapshot.state_schema) == (3, counting_decider(3).state_schema)


def test_the_schema_of_a_state_tells_its_fields_types_and_defaults_apart() -> None:
    class Longer(Account):
        country: str = ""

    class Elsewhere(Account):
        country: str = "GB"

    class Optional(Account):
        country: str | None = ""

    states: list[type[Account]] = [Account, Longer, Elsewhere, Optional]
    assert len({replace(DECIDER, initial_state=state).state_schema for state in states}) == len(states)
    assert replace(DECIDER).state_schema == DECIDER.state_schema


def test_an_event_that_nobody_could_read_again_is_not_committed(adapters: Adapters) -> None:
    class Forgotten(Event, type="Forgotten"):
        pass

    careless = replace(DECIDER, decide=lambda command, state: [Forgotten()], evolve=lambda state, event: state)
    app = build(settings(), replace(ACCOUNTS, decider=careless), adapters)
    request = a_request(CREATE, key="key")
    with pytest.raises(TypeError, match="Forgotten is decided and not declared"):
        app.accept_command(request)
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
    generous = replace(ACCOUNTS, decider=replace(DECIDER, decide=lambda command, account: both))
    accepted = build(settings(eager_relay=False), generous, adapters).accept_command(a_request(CREATE, a_stream()))
    assert [event.version for event in accepted.events] == [1, 2]
    assert adapters.outbox.count() == 2
