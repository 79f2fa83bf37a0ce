"""Whoever asks for a walk that others share waits for its end, and takes no other one for it."""

from dataclasses import replace
from datetime import timedelta
from threading import Event

from onewrite.application.operations.reconcile.found import Found
from onewrite.application.operations.reconcile.visit_streams import as_json
from onewrite.application.operations.walks.names import RECONCILE, heal_of
from onewrite.application.ports.walks import RangeLease
from onewrite.bootstrap import Adapters
from tests.support.data.parking import checkpoint
from tests.support.data.requests import an_appended_account
from tests.support.domains.fragile import app_of
from tests.support.faults.ports import on_top_of
from tests.support.waiting.clocks import Clock, in_memory_by

LONG = timedelta(hours=1)


def test_an_operator_waits_for_a_range_that_another_holds_and_is_told_of_that_walk(adapters: Adapters) -> None:
    def end_it(seconds: float) -> None:
        assert held
        adapters.walks.save(held, replace(held.range, is_done=True, found=as_json(Found(heads=7))), LONG)

    app = app_of(adapters, wait=end_it)
    app.operate.reconcile()
    app.operate.reconcile.walking.begin(RECONCILE)
    held = adapters.walks.acquire(RECONCILE, "another", LONG)
    assert app.operate.reconcile(resume=True).heads == 7, "not of the one before"


def test_for_an_operator_overdue_streams_come_first_and_there_are_no_pauses() -> None:
    clock = Clock()
    adapters = in_memory_by(clock)
    app = app_of(adapters, clock=clock.seconds, wait=clock.let_pass, reconcile_streams_per_second=1)
    overdue = an_appended_account(app, key="z")
    clock.let_pass(1000)
    healed: list[int] = []

    def read_heads(**asked: object) -> object:
        healed.append(checkpoint(app, overdue).version)
        return adapters.store.read_heads(**asked)  # type: ignore[arg-type]

    store = on_top_of(adapters.store, read_heads=read_heads)
    watched = app_of(replace(adapters, store=store), clock=clock.seconds, wait=clock.let_pass)
    began = clock.seconds()
    watched.operate.reconcile()
    assert set(healed) == {1}
    assert clock.seconds() == began


def test_a_group_that_heals_again_looks_at_every_stream_again(adapters: Adapters) -> None:
    app = app_of(adapters)
    profiles = app.domain.projections[:1]
    first = app.pull_streams.heal("pull_profiles", profiles, Event())
    stream = an_appended_account(app)
    again = app.pull_streams.heal("pull_profiles", profiles, Event())
    assert first
    assert again
    assert again > first
    assert checkpoint(app, stream).version == 1


def test_a_group_that_has_healed_does_not_wait_for_the_next_walk_of_others(adapters: Adapters) -> None:
    """Another instance walks the last range, ends the walk, and begins the next one before this one looks."""
    profiles, stop, walks = app_of(adapters).domain.projections[:1], Event(), adapters.walks

    def acquire(name: str, holder: str, duration: timedelta) -> RangeLease | None:
        if (walk := walks.read(name)) and walk.number > 1:
            stop.set()
            return None
        app_of(adapters).pull_streams.heal("pull_profiles", profiles, Event())
        app_of(adapters).operate.reconcile.walking.begin(name)
        walks.acquire(name, "another", LONG)
        return None

    mine = app_of(replace(adapters, walks=on_top_of(walks, acquire=acquire)))
    begun = mine.pull_streams.heal("pull_profiles", profiles, stop)
    walk = walks.read(heal_of("pull_profiles"))
    assert walk
    assert (walk.number, stop.is_set()) == (2, False)
    assert begun is not None
    assert begun < walk.began_at
