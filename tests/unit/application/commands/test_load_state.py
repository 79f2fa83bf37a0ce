"""The state that a command is decided on: a snapshot, if today's code made one like it, and the events after it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from accounts import ACCOUNTS
from accounts.account.commands import ChangeAddress, Rename
from accounts.account.decider import DECIDER
from accounts.account.events import UserRenamed
from accounts.account.state import Account, evolve
from onewrite.application.ports.event_store import Head
from onewrite.bootstrap import Adapters, build, memory_adapters
from onewrite.domain.commands import Command
from onewrite.domain.decider import Decider
from onewrite.domain.events import Event
from onewrite.domain.streams import StreamId
from onewrite.errors import CommandRejected
from tests.support.data.requests import accept, an_account
from tests.support.domains.changed import with_accounts
from tests.support.faults.ports import on_top_of
from tests.support.systems.adapters import settings


@pytest.fixture
def adapters() -> Adapters:
    return memory_adapters()


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
    app = build(settings(), with_accounts(decider=loud), adapters)
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
    app = build(settings(), with_accounts(decider=changed), adapters)
    assert accept(app, stream, Rename(name="Countess")).version == 2


def test_a_snapshot_that_is_not_valid_is_not_read(adapters: Adapters) -> None:
    stream = an_account(build(settings(), ACCOUNTS, adapters), "chess")

    def read_head(of: StreamId) -> Head:
        head = adapters.store.read_head(of)
        assert head.snapshot is not None
        return replace(head, snapshot=replace(head.snapshot, state={"status": "lost"}))

    app = build(settings(), ACCOUNTS, replace(adapters, store=on_top_of(adapters.store, read_head=read_head)))
    assert accept(app, stream, Rename(name="Ada")).events == (), "the name is Ada already"


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
    app = build(settings(), with_accounts(decider=counting_decider(most=3)), adapters)
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
