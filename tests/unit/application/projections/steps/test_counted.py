"""Transactions of views are counted, with how they end and how many events they apply."""

from dataclasses import replace

import pytest

from onewrite.application.projections.halt import ALIKE
from onewrite.bootstrap import Adapters, App, memory_adapters
from onewrite.domain.streams import StreamId
from onewrite.errors import ProjectionHalted, Unavailable
from tests.support.checks.told_work import ToldWork
from tests.support.data.builders import interest
from tests.support.data.requests import an_appended_account
from tests.support.domains.fragile import Fragile, app_of
from tests.support.faults.ports import aborting, transacting


@pytest.fixture
def adapters() -> Adapters:
    return memory_adapters()


def push(app: App, stream: StreamId, *projections: str) -> None:
    app.follow_stream(projections, stream, 3)


def an_account(app: App) -> StreamId:
    return an_appended_account(app, interest("tea"), interest("chess"))


def test_a_transaction_counts_with_the_events_that_it_applies(adapters: Adapters, told_work: ToldWork) -> None:
    app = app_of(adapters)
    stream = an_account(app)
    for _ in range(2):
        push(app, stream, "profiles")
    assert told_work("view_advanced", "events") == {("profiles", "ok"): (1, 3)}, "the second had nothing to do"


def test_one_that_views_share_counts_for_each(adapters: Adapters, told_work: ToldWork) -> None:
    app = app_of(adapters)
    push(app, an_account(app), "profiles", "interests")
    assert told_work("view_advanced", "events") == {("profiles", "ok"): (1, 3), ("interests", "ok"): (1, 3)}


def test_one_that_is_aborted_and_tried_again_counts_once(adapters: Adapters, told_work: ToldWork) -> None:
    app = app_of(replace(adapters, views=aborting(adapters.views, 3)))
    push(app, an_account(app), "profiles")
    assert told_work("view_advanced", "events") == {("profiles", "ok"): (1, 3)}


def test_one_that_fails_counts_by_its_error(adapters: Adapters, told_work: ToldWork) -> None:
    def fail(*_: object) -> None:
        raise Unavailable("no answer")

    app = app_of(replace(adapters, views=transacting(adapters.views, fail)))
    with pytest.raises(Unavailable):
        push(app, an_account(app), "profiles", "interests")
    assert told_work("view_advanced", "events") == {
        ("profiles", "Unavailable"): (1, 0),
        ("interests", "Unavailable"): (1, 0),
    }


def test_one_in_which_a_view_is_halted_counts_so_for_that_view_alone(adapters: Adapters, told_work: ToldWork) -> None:
    fragile = Fragile()
    app = app_of(adapters, fragile)
    for _ in range(ALIKE - 1):
        stream = an_account(app)
        fragile.fail(stream, 1)
        push(app, stream, "profiles", "interests")
    told_work("view_advanced", "events")
    stream = an_account(app)
    fragile.fail(stream, 1)
    with pytest.raises(ProjectionHalted):
        push(app, stream, "profiles", "interests")
    assert told_work("view_advanced", "events") == {
        ("profiles", "ProjectionHalted"): (1, 0),
        ("interests", "ok"): (1, 3),
    }
