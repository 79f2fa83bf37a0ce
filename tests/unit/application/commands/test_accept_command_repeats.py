"""Same key, same answer: whatever was said the first time is said again, and nothing changes."""

from dataclasses import replace

import pytest

from accounts import ACCOUNTS
from accounts.account.commands import AddInterest, CloseAccount, RemoveInterest, Rename
from accounts.account.decider import DECIDER
from onewrite.application.commands.accept_command import Accepted, CommandRequest
from onewrite.application.ports.event_store import Commit, CommitClash, EventStore
from onewrite.bootstrap import Adapters, App, build, memory_adapters
from onewrite.domain.commands import Command
from onewrite.domain.events import Event
from onewrite.domain.streams import StreamId, exact
from onewrite.errors import CommandRejected, IdempotencyKeyReused, Unavailable, WrongExpectedVersion
from tests.support.data.builders import a_stream
from tests.support.data.requests import CREATE, a_request, accept, an_account
from tests.support.domains.changed import with_accounts
from tests.support.faults.ports import losing_the_answer, on_top_of, overtaken
from tests.support.systems.adapters import settings

CHESS = AddInterest(interest="chess")


@pytest.fixture
def adapters() -> Adapters:
    return memory_adapters()


@pytest.fixture
def app(adapters: Adapters) -> App:
    return app_on(adapters)


def app_on(adapters: Adapters, store: EventStore | None = None) -> App:
    here = replace(adapters, store=store) if store else adapters
    return build(settings(eager_relay=False, command_attempts=3), ACCOUNTS, here)


def everything(app: App, stream: StreamId) -> object:
    store = app.adapters.store
    return store.read_head(stream), list(store.read_stream(stream)), app.adapters.outbox.count()


def told(app: App, request: CommandRequest) -> object:
    try:
        return app.accept_command(request)
    except CommandRejected as refusal:
        return refusal.reason, refusal.message, dict(refusal.metadata)


@pytest.mark.parametrize(
    ("command", "meanwhile"),
    [
        (Rename(name="Countess"), []),
        (Rename(name="Ada"), [Rename(name="Countess")]),
        (Rename(name="Countess"), [CloseAccount()]),
        (CHESS, [AddInterest(interest="tea")]),
        (CloseAccount(), []),
        (RemoveInterest(interest="tea"), [AddInterest(interest="tea")]),
    ],
    ids=[
        "accepted",
        "changed nothing, would change something now",
        "accepted, the account is closed by now",
        "accepted, refused by now",
        "accepted, and refused ever after",
        "refused, would be accepted now",
    ],
)
def test_a_repeat_gets_the_first_answer(app: App, command: Command, meanwhile: list[Command]) -> None:
    stream = an_account(app)
    request = a_request(command, stream, key="key")
    first = told(app, request)
    for other in meanwhile:
        accept(app, stream, other)
    before = everything(app, stream)
    assert told(app, request) == first
    assert everything(app, stream) == before


def test_a_repeated_creation_opened_the_stream_and_still_says_so(app: App) -> None:
    request = a_request(key="key")
    app.accept_command(request)
    accept(app, request.stream, CHESS)
    assert app.accept_command(request).opened_the_stream


def test_a_refusal_of_the_first_command_is_repeated_and_opens_no_stream(app: App) -> None:
    stream = a_stream()
    picky = with_accounts(decider=replace(DECIDER, decide=refuse))
    request = a_request(CREATE, stream, key="key")
    for _ in range(2):
        with pytest.raises(CommandRejected, match="not today"):
            build(settings(), picky, app.adapters).accept_command(request)
    assert app.adapters.store.read_head(stream).version == 0
    with pytest.raises(CommandRejected, match="not today"):
        app.accept_command(request)
    assert app.accept_command(replace(request, idempotency_key="another")).version == 1


def refuse(command: Command, account: object) -> list[Event]:
    raise CommandRejected("NOT_TODAY", "not today")


def test_a_repeat_with_a_version_that_has_passed_gets_the_first_answer(app: App) -> None:
    stream = an_account(app)
    request = a_request(CHESS, stream, expected=exact(1), key="key")
    assert app.accept_command(request) == app.accept_command(request)


def test_a_key_is_a_key_of_its_stream(app: App) -> None:
    assert app.accept_command(a_request(key="key")).version == 1
    assert app.accept_command(a_request(key="key")).version == 1


@pytest.mark.parametrize("other", [Rename(name="Lady"), Rename(name="Ada"), CloseAccount(), CREATE])
def test_a_key_that_another_command_used_is_refused(app: App, other: Command) -> None:
    stream = an_account(app)
    app.accept_command(a_request(Rename(name="Countess"), stream, key="key"))
    before = everything(app, stream)
    with pytest.raises(IdempotencyKeyReused, match="already used the idempotency key 'key': send a new key"):
        app.accept_command(a_request(other, stream, key="key"))
    assert everything(app, stream) == before


def test_a_key_that_a_refused_command_used_is_refused_to_another(app: App) -> None:
    stream = an_account(app)
    with pytest.raises(CommandRejected):
        app.accept_command(a_request(RemoveInterest(interest="tea"), stream, key="key"))
    with pytest.raises(IdempotencyKeyReused):
        app.accept_command(a_request(RemoveInterest(interest="chess"), stream, key="key"))


def test_a_mistake_in_a_decider_is_no_refusal_and_nobodys_result(app: App) -> None:
    def stumble(command: Command, account: object) -> list[Event]:
        raise KeyError("a mistake")

    clumsy = with_accounts(decider=replace(DECIDER, decide=stumble))
    request = a_request(key="key")
    with pytest.raises(KeyError, match="a mistake"):
        build(settings(), clumsy, app.adapters).accept_command(request)
    assert app.accept_command(request).version == 1


@pytest.mark.parametrize("others", [[], [Rename(name="Countess")]], ids=["alone", "behind it"])
def test_our_own_commit_is_recognised_when_it_stands_in_the_way(adapters: Adapters, others: list[Command]) -> None:
    app, request = app_on(adapters), a_request()

    def append(commit: Commit) -> None:
        adapters.store.append(commit)
        for other in others:
            accept(app, request.stream, other)
        raise CommitClash

    accepted = app_on(adapters, on_top_of(adapters.store, append=append)).accept_command(request)
    assert accepted.version == 1
    assert tuple(adapters.store.read_stream(accepted.stream, upto=1)) == accepted.events
    assert adapters.store.read_head(accepted.stream).version == 1 + len(others)


@pytest.mark.parametrize("fault", [CommitClash(), Unavailable("no answer")], ids=["clash", "no answer"])
def test_a_commit_whose_answer_was_lost_is_answered_to_the_repeat(adapters: Adapters, fault: Exception) -> None:
    request = a_request(key="key")
    lost = attempt(app_on(adapters, losing_the_answer(adapters.store, fault)), request)
    again = app_on(adapters).accept_command(request)
    assert lost in (again, None)
    assert [event.version for event in adapters.store.read_stream(request.stream)] == [1]


def attempt(app: App, request: CommandRequest) -> Accepted | None:
    try:
        return app.accept_command(request)
    except Unavailable:
        return None


@pytest.mark.parametrize("command", [CHESS, Rename(name="Ada"), RemoveInterest(interest="tea")])
def test_of_two_with_one_key_at_the_same_time_the_second_gets_the_answer_of_the_first(
    adapters: Adapters, command: Command
) -> None:
    app = app_on(adapters)
    request = a_request(command, an_account(app), key="key")
    first: list[object] = []
    late = app_on(adapters, overtaken(adapters.store, lambda: first.append(told(app, request))))
    assert [told(late, request)] == first
    assert app.adapters.outbox.count() == app.adapters.store.read_head(request.stream).version


def test_a_repeat_that_named_a_version_and_lost_the_race_is_still_told_of_the_conflict(app: App) -> None:
    stream = an_account(app)
    request = a_request(CHESS, stream, expected=exact(7), key="key")
    for _ in range(2):
        with pytest.raises(WrongExpectedVersion):
            app.accept_command(request)
