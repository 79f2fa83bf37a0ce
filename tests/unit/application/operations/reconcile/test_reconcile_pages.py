"""A reconciliation walks page by page, and leaves out none."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from onewrite.application.operations.pages_of_heads import PageSize
from onewrite.application.operations.reconcile import visit_streams
from onewrite.application.ports.event_store import Head
from onewrite.application.ports.views import Checkpoint, ParkedCount, ViewTransaction
from onewrite.bootstrap import Adapters, App
from onewrite.domain.streams import StreamId
from tests.support.data.builders import interest
from tests.support.data.requests import an_appended_account
from tests.support.domains.fragile import Fragile, app_of, follow
from tests.support.faults.ports import on_top_of
from tests.support.waiting.clocks import Clock, in_memory_by


@pytest.fixture
def fragile() -> Fragile:
    return Fragile()


@pytest.fixture
def app(adapters: Adapters, fragile: Fragile) -> App:
    return app_of(adapters, fragile)


def accounts(app: App, number: int) -> list[StreamId]:
    return [an_appended_account(app, interest("tea"), key=f"k{place:02d}") for place in range(number)]


@pytest.mark.parametrize(("number", "pages"), [(11, 3), (12, 4)])
def test_memory_stays_constant_page_by_page(app: App, monkeypatch: pytest.MonkeyPatch, number: int, pages: int) -> None:
    monkeypatch.setattr(visit_streams, "PAGE", PageSize(4))
    accounts(app, number)
    limits: list[object] = []

    def read_heads(**asked: object) -> Sequence[Head]:
        limits.append(asked["limit"])
        return app.adapters.store.read_heads(**asked)  # type: ignore[arg-type]

    store = on_top_of(app.adapters.store, read_heads=read_heads)
    watched = app_of(replace(app.adapters, store=store), walk_ranges=1)
    assert watched.operate.reconcile().healed == 2 * number
    assert limits == [4] * pages


@pytest.mark.parametrize("number", [1, 3, 4, 5, 7, 8])
def test_a_last_page_that_is_not_full_is_compared_too(app: App, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    monkeypatch.setattr(visit_streams, "PAGE", PageSize(4))
    accounts(app, number)
    report = app.operate.reconcile()
    assert (report.heads, report.lagging, report.healed) == (number, 2 * number, 2 * number)


def test_what_is_ahead_is_counted_on_every_page(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visit_streams, "PAGE", PageSize(2))
    streams = accounts(app, 5)
    for stream in streams[1:4]:
        app.adapters.views.transact("profiles", 1, writing(Checkpoint(stream, 9)))
    assert app.operate.reconcile().ahead == 3


def writing(checkpoint: Checkpoint) -> Callable[[ViewTransaction], None]:
    return lambda transaction: transaction.write([], [checkpoint])


@pytest.mark.parametrize("longest", [0, 2, 4])
def test_the_longest_parked_is_told_whichever_page_it_is_on(
    fragile: Fragile, monkeypatch: pytest.MonkeyPatch, longest: int
) -> None:
    monkeypatch.setattr(visit_streams, "PAGE", PageSize(2))
    clock = Clock()
    app = app_of(in_memory_by(clock), fragile)
    streams = accounts(app, 5)
    for stream in streams:
        fragile.fail(stream, 1)
    follow(app, streams[longest])
    clock.let_pass(100)
    follow(app, *streams)
    parked = app.adapters.views.read_checkpoints([("profiles", 1)], streams[longest])["profiles", 1]
    found = app.operate.status.full().projections["profiles"]
    assert found.parked == ParkedCount(5, parked.parked_at)


@pytest.mark.parametrize("first", [0, 3, 4])
def test_the_oldest_event_that_waits_is_told_whichever_page_it_is_on(
    app: App, monkeypatch: pytest.MonkeyPatch, first: int
) -> None:
    monkeypatch.setattr(visit_streams, "PAGE", PageSize(2))
    oldest = an_appended_account(app, key=f"k{first}")
    for place in {0, 1, 2, 3, 4} - {first}:
        an_appended_account(app, key=f"k{place}")
    [event] = app.adapters.store.read_events([(oldest, 1)])
    report = app.operate.status.full()
    assert (report.lagging, report.oldest_lagging) == (2 * 5, event.committed_at)


def test_where_nothing_lags_and_nothing_is_ahead_no_event_is_read(app: App) -> None:
    accounts(app, 3)
    app.operate.reconcile()
    store = on_top_of(app.adapters.store, read_commit_times=lambda places: pytest.fail("a round trip for nothing"))
    assert app_of(replace(app.adapters, store=store)).operate.reconcile().is_healed
