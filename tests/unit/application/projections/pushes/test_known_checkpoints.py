"""A process remembers what it has seen of checkpoints lately; what it doesn't know, it looks up."""

from dataclasses import replace

import pytest

from onewrite.bootstrap import App
from onewrite.domain.streams import StreamId
from onewrite.errors import EventNotApplied, ProjectionHalted, Unavailable
from tests.support.checks.looks import Counted
from tests.support.data.builders import interest
from tests.support.data.parking import append, checkpoint
from tests.support.data.requests import an_appended_account
from tests.support.domains.fragile import ADA, Fragile, app_of
from tests.support.waiting.clocks import Clock, in_memory_by

ONE, TWO = ("profiles", 1), ("profiles", 2)
BOTH = ("profiles", "interests")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def fragile() -> Fragile:
    return Fragile()


@pytest.fixture
def counted(clock: Clock) -> Counted:
    return Counted(in_memory_by(clock))


@pytest.fixture
def app(counted: Counted, fragile: Fragile, clock: Clock) -> App:
    return app_of(counted.adapters, fragile, clock=clock.seconds)


@pytest.fixture
def other(counted: Counted, fragile: Fragile, clock: Clock) -> App:
    """Another instance, on the same store."""
    return app_of(replace(counted.adapters, views=counted.views), fragile, clock=clock.seconds)


def one_whose_next_event_fails(app: App, fragile: Fragile) -> StreamId:
    """Return a stream that the view has followed; the event that has come since will fail."""
    stream = an_appended_account(app)
    app.follow_stream(("profiles",), stream, 1)
    append(app, stream, interest("tea"))
    fragile.fail(stream, 2)
    return stream


def test_a_push_that_comes_again_is_no_call_and_a_new_event_needs_no_look(app: App, counted: Counted) -> None:
    stream = an_appended_account(app)
    app.follow_stream(BOTH, stream, 1)
    assert counted.calls() == (1, 1)
    app.follow_stream(BOTH, stream, 1)
    assert counted.calls() == (0, 0)
    append(app, stream, interest("tea"))
    app.follow_stream(BOTH, stream, 2)
    assert counted.calls() == (0, 1)
    assert [checkpoint(app, stream, name).version for name in BOTH] == [2, 2]


def test_what_another_instance_has_done_is_seen_once(app: App, other: App, counted: Counted) -> None:
    stream = an_appended_account(app)
    other.follow_stream(BOTH, stream, 1)
    for _ in range(3):
        app.follow_stream(BOTH, stream, 1)
    assert counted.calls() == (1, 0)


def test_a_generation_that_is_new_is_looked_at(app: App, counted: Counted) -> None:
    stream = an_appended_account(app)
    app.follow_stream(("profiles",), stream, 1)
    app.operate.rebuild.start("profiles", ADA)
    counted.calls()
    app.follow_stream(("profiles",), stream, 1)
    assert counted.calls() == (1, 1)
    found = counted.views.read_checkpoints([ONE, TWO], stream)
    assert [found[target].version for target in (ONE, TWO)] == [1, 1]


def test_a_commit_that_is_lost_is_not_remembered(app: App, counted: Counted) -> None:
    stream = an_appended_account(app)
    app.follow_stream(("profiles",), stream, 1)
    append(app, stream, interest("tea"))
    counted.losing = True
    with pytest.raises(Unavailable):
        app.follow_stream(("profiles",), stream, 2)
    counted.losing = False
    app.follow_stream(("profiles",), stream, 2)
    assert checkpoint(app, stream).version == 2


def test_an_event_that_fails_is_pushed_again_until_it_is_applied(
    counted: Counted, fragile: Fragile, clock: Clock
) -> None:
    app = app_of(counted.adapters, fragile, clock=clock.seconds, park_after_attempts=9)
    stream = an_appended_account(app, interest("tea"))
    fragile.fail(stream, 2)
    for _ in range(2):
        with pytest.raises(EventNotApplied):
            app.follow_stream(("profiles",), stream, 2)
    fragile.mend()
    app.follow_stream(("profiles",), stream, 2)
    assert checkpoint(app, stream).version == 2


def test_a_halted_projection_is_pushed_to_again(app: App, fragile: Fragile) -> None:
    streams = [an_appended_account(app) for _ in range(20)]
    for stream in streams:
        fragile.fail(stream, 1)
    for stream in streams[:9]:
        app.follow_stream(("profiles",), stream, 1)  # parks it
    for _ in range(2):
        with pytest.raises(ProjectionHalted):
            app.follow_stream(("profiles",), streams[9], 1)


def test_a_parked_stream_is_looked_at_each_time_and_goes_on_once_it_is_released_elsewhere(
    app: App, other: App, counted: Counted, fragile: Fragile
) -> None:
    stream = one_whose_next_event_fails(app, fragile)
    app.follow_stream(("profiles",), stream, 2)
    assert checkpoint(app, stream).is_parked
    counted.calls()
    for _ in range(2):
        app.follow_stream(("profiles",), stream, 2)
    assert counted.calls() == (2, 0)
    fragile.mend()
    other.operate.release.release(other.operate.release.parked("profiles"), ADA)
    append(app, stream, interest("chess"))
    app.follow_stream(("profiles",), stream, 3)
    assert checkpoint(app, stream).version == 3


def test_one_that_another_instance_has_parked_is_found_to_be_under_the_lock(
    app: App, other: App, counted: Counted, fragile: Fragile
) -> None:
    stream = one_whose_next_event_fails(app, fragile)
    other.follow_stream(("profiles",), stream, 2)
    counted.calls()
    for _ in range(2):
        app.follow_stream(("profiles",), stream, 2)
    assert counted.calls() == (1, 1)
    assert checkpoint(app, stream).is_parked
