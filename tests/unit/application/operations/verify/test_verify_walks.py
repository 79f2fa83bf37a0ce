"""A verify walks in ranges: with the workers of rebuilds, and from where it stopped."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest

from accounts.views.profiles import PROFILES
from onewrite.adapters.memory import MemoryRebuildQueue
from onewrite.application.operations.pages_of_heads import PageSize
from onewrite.application.operations.verify import verify_streams
from onewrite.application.ports.views import Delete
from onewrite.bootstrap import Adapters, App
from tests.support.data.rebuilds import NO_LEASE, accounts, build_generation
from tests.support.data.verifying import found, tamper
from tests.support.domains.fragile import ADA, app_of, apply_all
from tests.support.faults.ports import Crash, on_top_of
from tests.support.waiting.clocks import Clock, in_memory_by


@pytest.fixture(autouse=True)
def _small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verify_streams, "PAGE", PageSize(2))


def reading(app: App, meanwhile: Callable[[int], object], *, ranges: int = 1) -> App:
    """Let something happen before each page that is read; it is told how many were read before."""
    pages: list[object] = []

    def read_snapshot(*what: object) -> object:
        meanwhile(len(pages))
        pages.append(what)
        return app.adapters.views.read_snapshot(*what)  # type: ignore[arg-type]

    views = on_top_of(app.adapters.views, read_snapshot=read_snapshot)
    return app_of(
        replace(app.adapters, views=views), walk_ranges=ranges, walk_lease_seconds=NO_LEASE if ranges == 1 else 30
    )


def dying_at(number: int) -> Callable[[int], None]:
    def meanwhile(pages: int) -> None:
        if pages == number:
            raise Crash

    return meanwhile


def test_one_that_was_interrupted_goes_on_and_loses_no_difference(adapters: Adapters) -> None:
    app = app_of(adapters)
    apply_all(app, *accounts(app, 9))
    for key in ("k00", "k07"):
        tamper(app, 1, Delete(PROFILES, (key,)))
    with suppress(Crash):
        reading(app, dying_at(3)).operate.verify("profiles")
    pages: list[int] = []
    verdict = reading(app, pages.append).operate.verify("profiles")
    assert len(pages) == 2, "three of five pages were compared before"
    assert (verdict.streams, found(verdict)) == (
        9,
        [(1, "profiles k00", "missing"), (1, "profiles k07", "missing")],
    )
    assert app.operate.verify("profiles").streams == 9, "the next one begins anew"


def test_how_far_it_is_can_be_asked_meanwhile(adapters: Adapters) -> None:
    app, seen = app_of(adapters), list[tuple[int, ...]]()
    apply_all(app, *accounts(app, 9))
    tamper(app, 1, Delete(PROFILES, ("k00",)))

    def look(pages: int) -> None:
        [one] = app.operate.verify.progress("profiles")
        seen.append((one.generation, one.ranges, one.done, one.streams, one.rows, one.differences))

    reading(app, look).operate.verify("profiles")
    assert seen == [(1, 1, 0, streams, max(0, streams - 1), min(streams, 1)) for streams in (0, 2, 4, 6, 8)]
    assert app.operate.verify.progress("profiles") == []


def test_the_workers_of_rebuilds_share_the_work(adapters: Adapters) -> None:
    app, helped, pages = app_of(adapters), list[bool](), list[int]()
    apply_all(app, *accounts(app, 12))

    def help_once(number: int) -> None:
        pages.append(number)
        if number == 1:
            helped.append(app.operate.verify.work("profiles", 1, seconds=60))

    verdict = reading(app, help_once, ranges=16).operate.verify("profiles")
    assert (verdict.streams, verdict.differences, helped) == (12, 0, [False]), "one range was not free"
    assert len(pages) < 6, "most of it was done by the other one"
    queue = adapters.rebuild_queue
    assert isinstance(queue, MemoryRebuildQueue)
    assert queue.requested == [("profiles", 1, 11)], "one for each range but its own"


def test_a_worker_that_was_requested_walks_for_whoever_verifies(adapters: Adapters) -> None:
    app = app_of(adapters)
    apply_all(app, *accounts(app, 5))
    app.operate.verify.walking.begin("verify profiles/1")
    app.work_on_rebuild("profiles", 1)
    walk = adapters.walks.read("verify profiles/1")
    assert walk
    assert walk.is_walked
    assert app.operate.verify("profiles").streams == 5


def test_a_lease_does_not_expire_under_one_who_compares_large_rows() -> None:
    clock, lease, taken = Clock(), 30, list[object]()
    app = app_of(in_memory_by(clock), clock=clock.seconds, advance_batch_bytes=1, walk_ranges=1)
    apply_all(app, *accounts(app, 9))

    def read_snapshot(*what: object) -> object:
        clock.let_pass(lease / 2 + 1)
        taken.append(app.adapters.walks.acquire("verify profiles/1", "another", timedelta(seconds=lease)))
        return app.adapters.views.read_snapshot(*what)  # type: ignore[arg-type]

    here = replace(app.adapters, views=on_top_of(app.adapters.views, read_snapshot=read_snapshot))
    slow = app_of(here, clock=clock.seconds, advance_batch_bytes=1, walk_ranges=1, walk_lease_seconds=lease)
    assert slow.operate.verify("profiles").streams == 9
    assert taken
    assert all(one is None for one in taken)


def test_a_worker_that_comes_when_all_is_compared_is_not_needed(adapters: Adapters) -> None:
    app = app_of(adapters)
    apply_all(app, *accounts(app, 2))
    app.operate.verify("profiles")
    assert app.operate.verify.work("profiles", 1, seconds=60)


def test_a_generation_that_is_cancelled_meanwhile_is_not_compared_to_its_end(adapters: Adapters) -> None:
    app = app_of(adapters)
    apply_all(app, *accounts(app, 9))
    build_generation(app)

    def cancel(pages: int) -> None:
        if pages == 6:
            app.operate.switch.cancel("profiles", ADA)

    assert reading(app, cancel).operate.verify("profiles").by_generation == {}
    assert adapters.walks.read_all() == {}
    assert adapters.generations.read("profiles").kept == (1,)
