"""Others write too: a conflict is decided again, unless the caller named a version."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from accounts import ACCOUNTS
from accounts.account.commands import AddInterest, CloseAccount, CreateAccount, Rename
from accounts.account.decider import DECIDER
from onewrite.application.ports.event_store import EventStore
from onewrite.bootstrap import Adapters, App, build, memory_adapters
from onewrite.domain.commands import Command
from onewrite.domain.events import Event
from onewrite.domain.streams import NO_STREAM, StreamId, exact
from onewrite.errors import CommandRejected, StreamContended, WrongExpectedVersion
from tests.support.data.requests import a_request, accept, an_account
from tests.support.domains.changed import with_accounts
from tests.support.faults.ports import always_overtaken, overtaken
from tests.support.systems.adapters import settings

CHESS, TEA, MATHS = (AddInterest(interest=text) for text in ("chess", "tea", "maths"))


@pytest.fixture
def adapters() -> Adapters:
    return memory_adapters()


@pytest.fixture
def app(adapters: Adapters) -> App:
    return app_on(adapters.store, adapters)


def app_on(store: EventStore, adapters: Adapters, attempts: int = 3) -> App:
    return build(settings(command_attempts=attempts), ACCOUNTS, replace(adapters, store=store))


def late_app(app: App, *meanwhile: Callable[[], object]) -> App:
    return app_on(overtaken(app.adapters.store, *meanwhile), app.adapters)


def sends(app: App, stream: StreamId, command: Command) -> Callable[[], object]:
    return lambda: accept(app, stream, command)


def interests(app: App, stream: StreamId) -> list[str]:
    return [event.data["interest"] for event in app.adapters.store.read_stream(stream, after=1)]


def test_one_who_was_overtaken_decides_again(app: App) -> None:
    stream = an_account(app)
    late = late_app(app, sends(app, stream, TEA), sends(app, stream, MATHS))
    assert accept(late, stream, CHESS).version == 4
    assert interests(app, stream) == ["tea", "maths", "chess"]


@pytest.mark.parametrize(
    ("first", "reason"), [(CHESS, "INTEREST_EXISTS"), (CloseAccount(), "ACCOUNT_CLOSED")], ids=["same", "closed"]
)
def test_one_who_was_overtaken_is_held_to_the_rules_as_they_are_now(app: App, first: Command, reason: str) -> None:
    stream = an_account(app)
    with pytest.raises(CommandRejected) as refusal:
        accept(late_app(app, sends(app, stream, first)), stream, CHESS)
    assert refusal.value.reason == reason
    assert app.adapters.store.read_head(stream).version == 2


def test_one_who_was_overtaken_in_opening_a_stream_is_told_that_it_exists(app: App) -> None:
    request = a_request(CreateAccount(name="Bob", address="Paris"))
    late = late_app(app, lambda: app.accept_command(a_request(stream=request.stream)))
    with pytest.raises(CommandRejected, match="created before"):
        late.accept_command(request)
    assert app.adapters.store.read_head(request.stream).version == 1


def test_a_refusal_that_was_overtaken_is_decided_again(app: App) -> None:
    """The refusal would open the stream's row, to be kept there; someone else opened it meanwhile."""
    request = a_request(CreateAccount(name="Bob", address="Paris"), key="key")

    def refuse(command: Command, account: object) -> list[Event]:
        raise CommandRejected("TOO_EARLY", "open it first")

    early = with_accounts(decider=replace(DECIDER, decide=refuse))
    store = overtaken(app.adapters.store, lambda: app.accept_command(a_request(stream=request.stream)))
    late = build(settings(), early, replace(app.adapters, store=store))
    with pytest.raises(CommandRejected, match="open it first"):
        late.accept_command(request)
    assert app.adapters.store.read_head(request.stream).version == 1


def test_a_change_of_nothing_that_was_overtaken_is_decided_again(app: App) -> None:
    """Its result would open the stream's row, to be kept there; someone else opened it meanwhile."""
    request = a_request(CreateAccount(name="Bob", address="Paris"), key="key")
    idle = with_accounts(decider=replace(DECIDER, decide=lambda command, account: []))
    store = overtaken(app.adapters.store, lambda: app.accept_command(a_request(stream=request.stream)))
    late = build(settings(), idle, replace(app.adapters, store=store))
    assert late.accept_command(request).version == 1
    assert app.adapters.store.read_result(request.stream, "key") is not None


@pytest.mark.parametrize("attempts", [1, 2, 3])
def test_one_who_is_always_overtaken_is_told_to_come_back(app: App, attempts: int) -> None:
    stream = an_account(app)
    made: list[int] = []
    counted = overtaken(always_overtaken(app.adapters.store), *[lambda: made.append(1)] * 9)
    busy = app_on(counted, app.adapters, attempts)
    with pytest.raises(StreamContended, match=f"{attempts} times in a row: send the command again"):
        accept(busy, stream, CHESS)
    assert len(made) == attempts


def test_one_who_named_a_version_and_was_overtaken_is_told_at_once(app: App) -> None:
    stream = an_account(app)
    late = late_app(app, sends(app, stream, TEA))
    with pytest.raises(WrongExpectedVersion) as refusal:
        late.accept_command(a_request(CHESS, stream, expected=exact(1)))
    assert refusal.value.metadata == {"stream_id": str(stream), "expected": 1, "version": 2}
    assert interests(app, stream) == ["tea"]


def test_one_who_expected_no_stream_and_was_overtaken_is_told_at_once(app: App) -> None:
    request = a_request(expected=NO_STREAM)
    late = late_app(app, lambda: app.accept_command(a_request(stream=request.stream)))
    with pytest.raises(WrongExpectedVersion):
        late.accept_command(request)


def test_a_change_that_has_nothing_left_to_change_is_accepted_without_an_event(app: App) -> None:
    stream = an_account(app)
    late = late_app(app, sends(app, stream, Rename(name="Countess")))
    accepted = accept(late, stream, Rename(name="Countess"))
    assert (accepted.version, accepted.events) == (2, ())
