"""The status at once: what the last walk has left, and all else as it is now; it walks nothing itself."""

from dataclasses import replace
from datetime import timedelta

import pytest

from onewrite.application.operations.walks.names import RECONCILE
from onewrite.bootstrap import Adapters
from tests.support.data.requests import an_appended_account
from tests.support.domains.fragile import app_of
from tests.support.faults.ports import on_top_of
from tests.support.waiting.clocks import NOON, Clock, in_memory_by


def test_before_the_first_walk_has_ended_nothing_is_said_of_streams_and_none_is_looked_at(adapters: Adapters) -> None:
    an_appended_account(app_of(adapters))
    store = on_top_of(adapters.store, read_heads=lambda **asked: pytest.fail("a look at every stream"))
    status = app_of(replace(adapters, store=store)).operate.status()
    assert (status.walked_at, status.heads, status.lagging, status.unpublished) == (None, 0, 0, 1)


def test_walks_that_are_under_way_are_named(adapters: Adapters) -> None:
    app = app_of(adapters)
    walk = app.operate.reconcile.walking.begin(RECONCILE)
    assert app.operate.status().walks == {RECONCILE: walk}


def test_all_was_published_before_the_watermark_of_the_shard_that_is_farthest_behind() -> None:
    adapters = in_memory_by(Clock())
    leases = adapters.outbox.acquire([3, 7], "a relay", timedelta(minutes=1))
    adapters.outbox.complete(leases, [], {3: NOON, 7: NOON - timedelta(hours=1)})
    assert app_of(adapters).operate.status().swept == NOON - timedelta(hours=1)
