"""A process dies at any call of any port, in a command or in a sweep: what it left is enough for the next one."""

import random
from contextlib import suppress

import pytest

from accounts import ACCOUNTS
from accounts.account.commands import AddInterest, CreateAccount
from onewrite.adapters.memory import MemoryTopic
from onewrite.application.commands.accept_command import CommandRequest
from onewrite.bootstrap import Adapters, App, build
from onewrite.errors import CommandRejected
from tests.support.data.builders import a_stream
from tests.support.data.requests import a_request
from tests.support.faults.crashes import Fuse, When, dying
from tests.support.faults.ports import Crash
from tests.support.systems.adapters import settings
from tests.support.waiting.clocks import Clock, in_memory_by

STREAM = a_stream("7")
STORY = (
    CreateAccount(name="Ada", address="London"),
    AddInterest(interest="chess"),
    AddInterest(interest="CHESS"),
    AddInterest(interest="tea"),
)
REQUESTS = [a_request(command, STREAM, key=f"key-{number}") for number, command in enumerate(STORY)]


def an_instance(adapters: Adapters, clock: Clock) -> App:
    return build(settings(relay_grace_seconds=0), ACCOUNTS, adapters, clock=clock.seconds)


def live(app: App) -> list[object]:
    """Send every command and sweep; return what was told."""
    random.seed(1)  # a sweep begins at the same shard each time, so every life has as many calls
    responses = [told(app, request) for request in REQUESTS]
    app.sweep_outbox()
    return responses


def told(app: App, request: CommandRequest) -> object:
    try:
        return app.accept_command(request)
    except CommandRejected as refusal:
        return refusal.reason


def calls_of_a_life() -> int:
    clock, fuse = Clock(), Fuse(10**6)
    live(an_instance(dying(in_memory_by(clock), fuse), clock))
    return 10**6 - fuse.length


@pytest.mark.parametrize("when", ["before", "after"])
def test_whatever_a_process_was_doing_when_it_died_nothing_is_lost_or_done_twice(when: When) -> None:
    calls = calls_of_a_life()
    assert calls > 20
    for death in range(1, calls + 1):
        survives_a_death(Fuse(death, when))


def survives_a_death(fuse: Fuse) -> None:
    clock = Clock()
    adapters = in_memory_by(clock)
    with suppress(Crash):
        live(an_instance(dying(adapters, fuse), clock))
    clock.let_pass(settings().relay_lease_seconds + 1)
    heir = an_instance(adapters, clock)
    first = live(heir)
    assert live(heir) == first
    events = list(adapters.store.read_stream(STREAM))
    assert [event.data for event in events[1:]] == [{"interest": "chess"}, {"interest": "tea"}]
    assert first[2] == "INTEREST_EXISTS"
    assert adapters.outbox.count() == 0
    assert isinstance(adapters.topic, MemoryTopic)
    assert {event.event_id for event in adapters.topic.published} == {event.event_id for event in events}
