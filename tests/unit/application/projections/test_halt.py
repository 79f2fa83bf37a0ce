"""A projection that fails on most streams alike is halted: nothing is applied or parked until it can go on."""

import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from threading import Event
from typing import TypeAlias

import pytest

from accounts import ACCOUNTS
from onewrite.application.breaker import FIRST_PAUSE
from onewrite.application.ports.changes import Handle
from onewrite.application.ports.outbox import Pointer
from onewrite.application.ports.views import Checkpoint
from onewrite.application.projections.halt import ALIKE
from onewrite.bootstrap import Adapters, App, build, memory_adapters
from onewrite.domain.events import RecordedEvent
from onewrite.domain.streams import StreamId
from onewrite.errors import EventNotApplied, ProjectionHalted
from tests.support.data.builders import a_commit, a_stream, an_event
from tests.support.domains.fragile import ADA
from tests.support.domains.names import Names
from tests.support.faults.ports import on_top_of
from tests.support.systems.adapters import settings
from tests.support.waiting.clocks import Clock

Drive: TypeAlias = Callable[[App, Sequence[StreamId]], object]


@pytest.fixture
def adapters() -> Adapters:
    return memory_adapters()


@pytest.fixture
def clock() -> Clock:
    return Clock()


def app_with(adapters: Adapters, names: Names, clock: Clock, attempts: int = 1) -> App:
    here = settings(park_after_attempts=attempts, generation_cache_seconds=0)
    return build(here, replace(ACCOUNTS, projections=(names,), queries=()), adapters, clock=clock.seconds)


def renamed(adapters: Adapters, number: int, name: str = "Ada") -> list[StreamId]:
    streams = [a_stream() for _ in range(number)]
    for stream in streams:
        adapters.store.append(a_commit(adapters.store.read_head(stream), an_event("UserRenamed", data={"name": name})))
    return streams


def checkpoints(app: App, streams: Sequence[StreamId]) -> list[Checkpoint]:
    found = app.adapters.views.transact("names", 1, lambda transaction: transaction.read_checkpoints(streams))
    return [found[stream] for stream in streams]


def parked(app: App) -> int:
    return len(list(app.operate.release.parked()))


def by_pushes(app: App, streams: Sequence[StreamId]) -> None:
    for stream in streams:
        with suppress(EventNotApplied, ProjectionHalted):
            app.follow_stream(("names",), stream, 1)


def by_pulls(app: App, streams: Sequence[StreamId]) -> None:
    """Have changes told in batches of 100; one that is refused comes again later."""

    def follow(group: str, handle: Handle, *, heal: Callable[[], object], stop: Event) -> None:
        for first in range(0, len(streams), 100):
            with suppress(ProjectionHalted):
                handle([Pointer.to(event) for event in events_of(app, streams[first : first + 100])])

    pulling = replace(app.pull_streams, changes=on_top_of(app.pull_streams.changes, follow=follow))
    pulling(["names"], Event())


def by_reconciling(app: App, streams: Sequence[StreamId]) -> None:
    app.operate.reconcile()


def events_of(app: App, streams: Sequence[StreamId]) -> Sequence[RecordedEvent]:
    return app.adapters.store.read_events([(stream, 1) for stream in streams])


@pytest.mark.parametrize("drive", [by_pushes, by_pulls, by_reconciling])
def test_a_bad_deployment_parks_a_handful_of_a_thousand_streams_and_its_mending_catches_up_by_itself(
    adapters: Adapters, clock: Clock, drive: Drive, caplog: pytest.LogCaptureFixture
) -> None:
    streams = renamed(adapters, 1_000)
    bad = app_with(adapters, Names("Ada"), clock)
    drive(bad, streams)
    handful = parked(bad)
    assert handful < ALIKE
    assert sum(known.failure is not None for known in checkpoints(bad, streams)) == handful
    [told] = [line for line in caplog.records if line.__dict__.get("action") == "projection_halted"]
    assert (told.levelname, told.__dict__["projection"]) == ("ERROR", "names")
    mended = app_with(adapters, Names(), clock)
    drive(mended, streams)
    assert [known.version for known in checkpoints(mended, streams)].count(1) == 1_000 - handful
    mended.operate.release.release(mended.operate.release.parked(), ADA)
    assert {known.version for known in checkpoints(mended, streams)} == {1}


def test_a_halted_projection_probes_with_a_few_and_goes_on_when_they_succeed(
    adapters: Adapters, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    names = Names("Ada")
    app = app_with(adapters, names, clock, attempts=3)
    streams = renamed(adapters, 40)
    by_pushes(app, streams)
    before = checkpoints(app, streams)
    clock.let_pass(FIRST_PAUSE)
    by_pushes(app, streams)
    assert checkpoints(app, streams) == before, "a probe that fails counts no attempt"
    names.cannot_take.clear()
    by_pushes(app, streams)
    assert checkpoints(app, streams) == before, "the next probe is due after the next pause"
    clock.let_pass(2 * FIRST_PAUSE)
    with caplog.at_level(logging.WARNING):
        by_pushes(app, streams)
    assert {known.version for known in checkpoints(app, streams)} == {1}
    assert caplog.records[-1].__dict__["action"] == "projection_resumed"


@pytest.mark.parametrize("drive", [by_pushes, by_pulls, by_reconciling])
def test_streams_that_fail_among_good_ones_are_parked_as_ever(adapters: Adapters, clock: Clock, drive: Drive) -> None:
    streams = [stream for _ in range(15) for name in ("Ada", "Eve") for stream in renamed(adapters, 1, name)]
    app = app_with(adapters, Names("Eve"), clock)
    drive(app, streams)
    assert parked(app) == 15
    assert sum(known.version for known in checkpoints(app, streams)) == 15


def test_a_few_streams_that_fail_are_parked_even_if_there_are_no_others(adapters: Adapters, clock: Clock) -> None:
    app = app_with(adapters, Names("Ada"), clock)
    by_pushes(app, renamed(adapters, ALIKE - 1) * 2)
    assert parked(app) == ALIKE - 1


def test_a_probe_that_succeeds_is_followed_by_the_streams_that_it_left_out(adapters: Adapters, clock: Clock) -> None:
    names = Names("Ada")
    app = app_with(adapters, names, clock)
    streams = renamed(adapters, 20)
    by_pushes(app, streams[:ALIKE])
    names.cannot_take.clear()
    clock.let_pass(FIRST_PAUSE)
    app.advance(names, 1, streams[ALIKE:])
    assert {known.version for known in checkpoints(app, streams[ALIKE:])} == {1}


def test_a_release_of_an_operator_gets_through(adapters: Adapters, clock: Clock) -> None:
    names = Names("Ada")
    app = app_with(adapters, names, clock)
    streams = renamed(adapters, 20)
    by_pushes(app, streams)
    names.cannot_take.clear()
    with pytest.raises(ProjectionHalted, match=r"names is halted, .* \(ValueError in Names.renamed line \d+\)"):
        app.follow_stream(("names",), streams[-1], 1)
    released = app.operate.release.release(app.operate.release.parked(), ADA).named
    assert [one.now.version for one in released] == [1] * (ALIKE - 1)


def test_a_group_does_not_begin_while_its_view_is_halted(adapters: Adapters, clock: Clock) -> None:
    renamed(adapters, 20)
    app = app_with(adapters, Names("Ada"), clock)
    with pytest.raises(ProjectionHalted):
        app.pull_streams(["names"], Event())
    assert adapters.changes.look("pull_names") is None
    assert parked(app) < ALIKE
