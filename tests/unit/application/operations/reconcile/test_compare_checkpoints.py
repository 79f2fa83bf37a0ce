"""Comparing a page: parked streams, strange categories and missing streams, and those who wait for it to end."""

import pytest

from onewrite.application.operations.pages_of_heads import PageOfHeads
from onewrite.application.operations.reconcile import compare_checkpoints
from onewrite.application.operations.reconcile.found import Counts
from onewrite.application.ports.views import Checkpoint
from onewrite.bootstrap import Adapters, App
from onewrite.domain.streams import StreamId
from tests.support.data.builders import an_event, interest
from tests.support.data.parking import append
from tests.support.data.requests import an_appended_account
from tests.support.domains.fragile import Fragile, app_of, follow
from tests.support.waiting.clocks import NOON, Clock, in_memory_by

NO_HEADS = PageOfHeads((), "", None, is_last=True)


@pytest.fixture
def fragile() -> Fragile:
    return Fragile()


@pytest.fixture
def app(adapters: Adapters, fragile: Fragile) -> App:
    return app_of(adapters, fragile)


def test_whoever_holds_a_lease_may_renew_it_after_each_generation(app: App) -> None:
    an_appended_account(app)
    app.adapters.generations.change("profiles", lambda known: known.with_new_building())
    held: list[None] = []
    app.operate.reconcile.compare(NO_HEADS, heal=True, hold=lambda: held.append(None))
    assert len(held) == 3


def test_what_is_parked_does_not_lag_after_the_walk(app: App, fragile: Fragile) -> None:
    fragile.fail(an_appended_account(app), 1)
    assert app.operate.reconcile().lagging == 2
    assert app.operate.status().lagging == 0


def test_more_checkpoints_than_are_read_at_once_are_compared_too(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compare_checkpoints, "CHECKPOINTS_PER_READ", 2)
    lost = [Checkpoint(StreamId("account", f"k{number}"), 1) for number in range(5)]
    app.adapters.views.transact("profiles", 1, lambda transaction: transaction.write([], lost))
    assert app.operate.status.full().ahead == 5


def test_a_stream_that_was_opened_after_its_page_was_read_and_failed_at_once_is_not_ahead(
    app: App, fragile: Fragile
) -> None:
    opened = an_appended_account(app)
    fragile.fail(opened, 1)
    follow(app, opened)
    assert app.operate.reconcile.compare(NO_HEADS, heal=False).projections == {
        "profiles": Counts(),
        "interests": Counts(),
    }


def test_what_is_overdue_of_a_category_that_no_view_shows_lags_nowhere() -> None:
    clock = Clock()
    app = app_of(in_memory_by(clock), clock=clock.seconds, wait=clock.let_pass)
    append(app, StreamId("order", "7"), an_event(), interest("tea"))
    clock.let_pass(1000)
    assert app.operate.reconcile.go_on().lagging == 0


def test_what_a_walk_has_left_is_added_up_and_told_as_what_lags_now() -> None:
    total = Counts()
    for left in (2, 0, 3):
        total.add(Counts(lagging=5, healed=5 - left, ahead=1, left=left, oldest_lagging=NOON))
    assert total.afterwards() == Counts(lagging=5, ahead=3, oldest_lagging=NOON)
    assert Counts(lagging=5, healed=5, oldest_lagging=NOON).afterwards() == Counts(), "nothing waits any more"
