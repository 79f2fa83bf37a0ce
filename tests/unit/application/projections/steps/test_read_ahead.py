"""A push reads events before its transaction begins; what has changed until then is found under the lock."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from onewrite.application.ports.views import FirstEvents
from onewrite.bootstrap import Adapters, App, memory_adapters
from onewrite.domain.streams import StreamId
from tests.support.data.builders import interest
from tests.support.data.parking import append, checkpoint
from tests.support.data.requests import an_appended_account
from tests.support.domains.fragile import Noting, app_of
from tests.support.faults.ports import aborting, on_top_of, transacting


@pytest.fixture
def noting() -> Noting:
    return Noting()


def meanwhile(adapters: Adapters, *acts: Callable[[], object]) -> Adapters:
    """Let others act, one after the other, each right before a transaction begins."""
    waiting = list(acts)

    def transact(*what: Any) -> object:
        if waiting:
            waiting.pop(0)()
        return adapters.views.transact_jointly(*what)

    return replace(adapters, views=transacting(adapters.views, transact))


def follow(app: App, stream: StreamId, version: int) -> None:
    app.follow_stream(("profiles",), stream, version)


def test_what_another_instance_has_applied_meanwhile_is_not_applied_again(noting: Noting) -> None:
    adapters = memory_adapters()
    other = app_of(adapters, noting)
    stream = an_appended_account(other, interest("tea"), interest("chess"))
    follow(app_of(meanwhile(adapters, lambda: follow(other, stream, 2)), noting), stream, 3)
    assert (checkpoint(other, stream).version, noting.applied) == (3, [1, 2, 3])


def test_what_another_instance_has_parked_meanwhile_stays_so(noting: Noting) -> None:
    adapters = memory_adapters()
    other = app_of(adapters, noting)
    stream = an_appended_account(other)
    noting.fail(stream, 1)

    def park() -> None:
        follow(other, stream, 1)
        noting.mend()

    follow(app_of(meanwhile(adapters, park), noting), stream, 1)
    assert checkpoint(other, stream).is_parked


def test_an_event_that_is_committed_meanwhile_is_applied_by_its_own_push(noting: Noting) -> None:
    adapters = memory_adapters()
    other = app_of(adapters, noting)
    stream = an_appended_account(other)
    app = app_of(meanwhile(adapters, lambda: append(other, stream, interest("tea"))), noting)
    for version in (1, 2):
        follow(app, stream, version)
        assert checkpoint(other, stream).version == version


def test_a_transaction_that_is_aborted_reads_no_event_again(noting: Noting) -> None:
    adapters, reads = memory_adapters(), list[object]()

    def read_events(targets: Any, after: Any, **bounds: int) -> FirstEvents:
        reads.append(after)
        return adapters.views.read_events(targets, after, **bounds)

    views = on_top_of(aborting(adapters.views, times=2), read_events=read_events)
    app = app_of(replace(adapters, views=views), noting)
    stream = an_appended_account(app)
    follow(app, stream, 1)
    assert (checkpoint(app, stream).version, noting.applied, reads) == (1, [1, 1, 1], [{stream: 0}])


def test_a_view_that_is_further_behind_than_was_known_misses_no_event(noting: Noting) -> None:
    """As after its database was restored: the lock shows where it stands, and the events are read from there."""
    adapters = memory_adapters()
    app = app_of(adapters, noting)
    stream = an_appended_account(app, interest("tea"))
    follow(app, stream, 2)
    app.adapters.views.drop("profiles", 1, [])
    append(app, stream, interest("chess"))
    follow(app, stream, 3)
    assert (checkpoint(app, stream).version, noting.applied) == (3, [1, 2, 1, 2, 3])


def test_no_more_is_read_ahead_than_a_transaction_has_room_for(noting: Noting) -> None:
    adapters, bounds = memory_adapters(), list[dict[str, int]]()

    def read_events(targets: Any, after: Any, **most: int) -> FirstEvents:
        bounds.append(most)
        return adapters.views.read_events(targets, after, **most)

    views = on_top_of(adapters.views, read_events=read_events)
    app = app_of(replace(adapters, views=views), noting, advance_batch=7, advance_batch_bytes=1234)
    follow(app, an_appended_account(app), 1)
    assert bounds == [{"limit": 7, "size": 1234}]
