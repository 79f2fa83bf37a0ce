"""A stream that is far behind holds up neither those beside it nor a thread: each turn is one bounded step."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Event

import pytest

from accounts import ACCOUNTS
from onewrite.bootstrap import Adapters, App, build, memory_adapters
from onewrite.domain.streams import StreamId
from onewrite.errors import ViewBehind
from tests.support.data.builders import a_commit, an_event
from tests.support.domains.names import Names
from tests.support.faults.ports import transacting
from tests.support.systems.adapters import settings
from tests.support.waiting.bounds import WAIT_SECONDS
from tests.support.waiting.clocks import Clock
from tests.support.waiting.eventually import eventually

#: First in the order of streams, in which the store returns events.
FAR = StreamId("account", "a-far")
MANY = 60


@pytest.fixture
def clock() -> Clock:
    return Clock()


def app_with(adapters: Adapters, clock: Clock, transact: Callable[..., object]) -> App:
    """A system whose transactions take one event each."""
    here = settings(advance_batch=1, push_seconds=10)
    views = transacting(adapters.views, transact)
    only = replace(ACCOUNTS, projections=(Names(),), queries=())
    return build(here, only, replace(adapters, views=views), clock=clock.seconds)


def renamed(adapters: Adapters, stream: StreamId, times: int) -> StreamId:
    events = [an_event("UserRenamed", data={"name": "Ada"}) for _ in range(times)]
    adapters.store.append(a_commit(adapters.store.read_head(stream), *events))
    return stream


def version(adapters: Adapters, stream: StreamId) -> int:
    return adapters.views.read_checkpoints([("names", 1)], stream)["names", 1].version


def test_pushes_beside_a_stream_that_is_far_behind_are_answered_long_before_it_has_caught_up(clock: Clock) -> None:
    adapters, begun, may_go = memory_adapters(), Event(), Event()
    near = [StreamId("account", f"near-{number}") for number in range(3)]
    # The version of the one far behind after each transaction that left one of the others behind.
    unanswered: list[int] = []

    def transact(*what: object) -> object:
        begun.set()
        assert may_go.wait(WAIT_SECONDS)
        done: object = adapters.views.transact_jointly(*what)  # type: ignore[arg-type]
        if any(version(adapters, stream) < 1 for stream in near):
            unanswered.append(version(adapters, FAR))
        return done

    app = app_with(adapters, clock, transact)
    renamed(adapters, FAR, MANY)
    for stream in near:
        renamed(adapters, stream, 1)

    with ThreadPoolExecutor(4) as pool:
        far = pool.submit(app.follow_stream, ("names",), FAR, MANY)
        assert begun.wait(WAIT_SECONDS)
        others = [pool.submit(app.follow_stream, ("names",), stream, 1) for stream in near]
        turns = app.follow_stream.advance._lines[("names", 1),]
        eventually(lambda: len(turns._waiting) == len(near))
        may_go.set()
        for push in (far, *others):
            push.result(WAIT_SECONDS)
    assert version(adapters, FAR) == MANY
    assert max(unanswered) < MANY / 2
    assert [version(adapters, stream) for stream in near] == [1] * len(near)


def test_a_push_that_needs_more_than_its_time_is_pushed_again_and_goes_on_where_it_stopped(clock: Clock) -> None:
    adapters = memory_adapters()

    def transact(*what: object) -> object:
        clock.let_pass(1)
        return adapters.views.transact_jointly(*what)  # type: ignore[arg-type]

    app = app_with(adapters, clock, transact)
    renamed(adapters, FAR, 15)
    with pytest.raises(ViewBehind, match="names has applied version 10 of account-a-far, not yet 15"):
        app.follow_stream(("names",), FAR, 15)
    checkpoint = adapters.views.read_checkpoints([("names", 1)], FAR)["names", 1]
    assert (checkpoint.version, checkpoint.failure) == (10, None)
    app.follow_stream(("names",), FAR, 15)
    assert version(adapters, FAR) == 15
