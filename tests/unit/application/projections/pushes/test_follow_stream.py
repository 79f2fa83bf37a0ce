"""A message says that a stream has moved: pull what is new; have it pushed again only where that helps."""

from collections.abc import Callable, Collection
from dataclasses import replace

import pytest

from accounts import ACCOUNTS
from accounts.views.profiles import PROFILES
from onewrite.application.ports.views import Checkpoint, Target
from onewrite.bootstrap import Adapters, App, build
from onewrite.domain.streams import StreamId
from onewrite.errors import EventNotApplied, Unavailable, UnknownProjection
from tests.support.checks.rows import row_of
from tests.support.data.builders import a_commit, a_stream, an_event
from tests.support.domains.names import Names
from tests.support.faults.ports import transacting
from tests.support.systems.adapters import settings
from tests.support.waiting.clocks import Clock, in_memory_by


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def adapters(clock: Clock) -> Adapters:
    return in_memory_by(clock)


def app_with(names: Names, adapters: Adapters, clock: Clock) -> App:
    here = settings(park_after_attempts=2, attempt_interval_seconds=10, generation_cache_seconds=1)
    return build(here, replace(ACCOUNTS, projections=(names,), queries=()), adapters, clock=clock.seconds)


@pytest.fixture
def app(adapters: Adapters, clock: Clock) -> App:
    return app_with(Names("bad"), adapters, clock)


def renamed(app: App, stream: StreamId, *names: str) -> StreamId:
    for name in names:
        event = an_event("UserRenamed", data={"name": name})
        app.adapters.store.append(a_commit(app.adapters.store.read_head(stream), event))
    return stream


def version(app: App, stream: StreamId, generation: int = 1) -> int:
    return app.adapters.views.read_checkpoints([("names", generation)], stream)["names", generation].version


def test_one_messages_brings_everything_up_to_the_store(app: App) -> None:
    stream = renamed(app, a_stream(), "a", "b", "c")
    app.follow_stream(("names",), stream, 1)
    assert version(app, stream) == 3


def test_messages_that_come_late_twice_or_out_of_order_find_nothing_to_do(adapters: Adapters, clock: Clock) -> None:
    counted: list[Collection[Target]] = []
    app = app_with(Names(), with_transactions_counted(adapters, counted), clock)
    stream = renamed(app, a_stream(), "a", "b", "c")
    for told in (3, 1, 2, 3):
        app.follow_stream(("names",), stream, told)
    assert version(app, stream) == 3
    assert len(counted) == 1, "one transaction for all of them"


def test_a_generation_that_is_behind_is_advanced_after_one_that_is_not(app: App, clock: Clock) -> None:
    stream = renamed(app, a_stream(), "a")
    app.follow_stream(("names",), stream, 1)
    app.adapters.generations.change("names", lambda known: known.with_new_building())
    clock.let_pass(1)
    app.follow_stream(("names",), stream, 1)
    assert [version(app, stream, generation) for generation in (1, 2)] == [1, 1]


def with_transactions_counted(adapters: Adapters, counted: list[Collection[Target]]) -> Adapters:
    def transact(targets: Collection[Target], work: Callable[..., object]) -> object:
        counted.append(targets)
        return adapters.views.transact_jointly(targets, work)

    return replace(adapters, views=transacting(adapters.views, transact))


def test_a_stream_of_another_category_is_acknowledged_unread(app: App) -> None:
    order = renamed(app, StreamId("order", "7"), "a")
    app.follow_stream(("names",), order, 1)
    assert version(app, order) == 0


def test_a_projection_that_nobody_declared_is_told(app: App) -> None:
    with pytest.raises(UnknownProjection):
        app.follow_stream(("nicknames",), a_stream(), 1)


def test_a_failing_event_has_the_bus_push_again(app: App) -> None:
    stream = renamed(app, a_stream(), "a", "bad", "c")
    with pytest.raises(EventNotApplied, match=r"names could not apply version 2 of .* \(ValueError\)"):
        app.follow_stream(("names",), stream, 3)
    assert version(app, stream) == 1


def test_a_parked_stream_is_acknowledged(app: App, clock: Clock) -> None:
    stream = renamed(app, a_stream(), "bad")
    with pytest.raises(EventNotApplied):
        app.follow_stream(("names",), stream, 1)
    clock.let_pass(11)
    app.follow_stream(("names",), stream, 1)
    assert app.adapters.views.read_checkpoints([("names", 1)], stream)["names", 1].is_parked
    app.follow_stream(("names",), renamed(app, stream, "c"), 2)
    assert version(app, stream) == 0


def test_a_store_that_cannot_answer_has_the_bus_push_again(adapters: Adapters, clock: Clock) -> None:
    def transact(*work: object) -> object:
        raise Unavailable("no answer")

    app = app_with(Names(), replace(adapters, views=transacting(adapters.views, transact)), clock)
    with pytest.raises(Unavailable):
        app.follow_stream(("names",), renamed(app, a_stream(), "a"), 1)


def test_every_generation_that_is_kept_is_brought_up_to_date(app: App) -> None:
    app.adapters.generations.change("names", lambda known: known.with_new_building())
    stream = renamed(app, a_stream(), "a")
    app.follow_stream(("names",), stream, 1)
    assert [version(app, stream, generation) for generation in (1, 2)] == [1, 1]
    assert row_of(app.adapters, PROFILES, stream.key, generation=2) is not None


def test_one_generation_that_fails_does_not_keep_the_others_waiting(app: App, clock: Clock) -> None:
    stream = renamed(app, a_stream(), "bad")
    with pytest.raises(EventNotApplied):
        app.follow_stream(("names",), stream, 1)
    app.adapters.generations.change("names", lambda known: known.with_new_building())
    clock.let_pass(11)
    with pytest.raises(EventNotApplied):
        app.follow_stream(("names",), stream, 1)
    checkpoints = app.adapters.views.read_checkpoints([("names", 1), ("names", 2)], stream)
    assert checkpoints["names", 1].is_parked
    assert checkpoints["names", 2].failure is not None


def test_a_generation_that_fails_has_the_bus_push_again_whatever_becomes_of_the_next(app: App) -> None:
    stream = renamed(app, a_stream(), "bad")
    app.adapters.generations.change("names", lambda known: known.with_new_building())
    app.adapters.views.transact("names", 2, lambda t: t.write([], [Checkpoint(stream, 1)]))
    renamed(app, stream, "c")
    with pytest.raises(EventNotApplied):
        app.follow_stream(("names",), stream, 2)
    assert [version(app, stream, generation) for generation in (1, 2)] == [0, 2]
