"""What was seen of a checkpoint counts for a minute, from the time at which the store was asked."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import Any

import pytest

from onewrite.application.ports.views import Checkpoint, Target
from onewrite.application.projections.pushes.known_checkpoints import SECONDS, KnownCheckpoints
from onewrite.bootstrap import App
from onewrite.domain.streams import StreamId
from onewrite.errors import Unavailable
from tests.support.checks.looks import Counted
from tests.support.data.builders import a_stream, interest
from tests.support.data.parking import append
from tests.support.data.requests import an_appended_account
from tests.support.domains.fragile import Fragile, app_of
from tests.support.faults.ports import on_top_of
from tests.support.waiting.clocks import Clock, in_memory_by

ONE, TWO = ("profiles", 1), ("profiles", 2)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def counted(clock: Clock) -> Counted:
    return Counted(in_memory_by(clock))


@pytest.fixture
def app(counted: Counted, clock: Clock) -> App:
    return app_of(counted.adapters, clock=clock.seconds)


def test_what_was_seen_a_minute_ago_is_looked_at_again(app: App, counted: Counted, clock: Clock) -> None:
    stream = an_appended_account(app)
    app.follow_stream(("profiles",), stream, 1)
    clock.let_pass(SECONDS)
    app.follow_stream(("profiles",), stream, 1)
    assert counted.calls() == (2, 1)


def test_what_has_failed_makes_nothing_younger(app: App, counted: Counted, clock: Clock) -> None:
    stream = an_appended_account(app)
    app.follow_stream(("profiles",), stream, 1)
    append(app, stream, interest("tea"))
    clock.let_pass(SECONDS / 2)
    counted.losing = True
    with pytest.raises(Unavailable):
        app.follow_stream(("profiles",), stream, 2)
    clock.let_pass(SECONDS / 2)
    counted.calls()
    app.follow_stream(("profiles",), stream, 1)
    assert counted.calls() == (1, 0)


def test_what_a_transaction_has_left_is_as_old_as_the_push(counted: Counted, clock: Clock) -> None:
    def long(targets: Collection[Target], work: Callable[[Any], Any]) -> object:
        done = counted.views.transact_jointly(targets, work)
        clock.let_pass(SECONDS)
        return done

    slow = on_top_of(counted.adapters.views, transact_jointly=long)
    app = app_of(replace(counted.adapters, views=slow), Fragile(), clock=clock.seconds)
    stream = an_appended_account(app)
    app.follow_stream(("profiles",), stream, 1)
    counted.calls()
    app.follow_stream(("profiles",), stream, 1)
    assert counted.calls() == (1, 0)


def test_what_was_looked_up_is_as_old_as_the_question(counted: Counted, clock: Clock) -> None:
    def long(targets: Collection[Target], stream: StreamId) -> Mapping[Target, Checkpoint]:
        found = counted.adapters.views.read_checkpoints(targets, stream)
        clock.let_pass(SECONDS)
        return found

    known, stream = KnownCheckpoints(on_top_of(counted.views, read_checkpoints=long), clock.seconds), a_stream()
    for _ in range(2):
        known([ONE], stream)
        assert counted.calls() == (1, 0)


def test_those_that_were_seen_last_are_remembered(counted: Counted, clock: Clock) -> None:
    known, streams = KnownCheckpoints(counted.adapters.views, clock.seconds, most=4), [a_stream() for _ in range(3)]
    for stream in streams:
        known([ONE, TWO], stream)
    counted.calls()
    known([ONE, TWO], streams[2])
    known([ONE, TWO], streams[1])
    assert counted.calls() == (0, 0)
    known([ONE, TWO], streams[0])
    assert counted.calls() == (1, 0)
