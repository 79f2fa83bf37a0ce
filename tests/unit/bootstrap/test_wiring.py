"""Each use case gets the limits of time that are meant for it, and no others."""

from datetime import timedelta

import pytest

from accounts import ACCOUNTS
from onewrite.application.operations.reconcile.heal_views import HealViews
from onewrite.bootstrap import App, build, memory_adapters
from tests.support.systems.adapters import settings

LIMITS = {
    "eager_relay_seconds": 2,
    "relay_grace_seconds": 3,
    "relay_lease_seconds": 5,
    "relay_seconds": 7,
    "walk_lease_seconds": 11,
    "rebuild_seconds": 13,
    "publish_timeout_seconds": 17,
}


@pytest.fixture
def app() -> App:
    return build(settings(**LIMITS, relay_batch=19), ACCOUNTS, memory_adapters())


def test_a_command_waits_as_long_for_the_bus_as_the_eager_relay_may_take(app: App) -> None:
    assert app.accept_command.relay
    assert app.accept_command.relay.within == 2


def test_the_scheduled_relay_has_limits_of_its_own(app: App) -> None:
    sweep = app.sweep_outbox
    assert (sweep.grace, sweep.lease_for) == (timedelta(seconds=3), timedelta(seconds=5))
    assert (sweep.seconds, sweep.batch) == (7, 19)


def test_a_rebuild_has_limits_of_its_own(app: App) -> None:
    assert app.operate.rebuild_worker.walking.lease_for == timedelta(seconds=11)
    assert app.work_on_rebuild.seconds == 13


def test_without_an_eager_relay_a_sweep_waits_for_nobody() -> None:
    alone = build(settings(eager_relay=False, relay_grace_seconds=3), ACCOUNTS, memory_adapters())
    assert alone.sweep_outbox.grace == timedelta(0)


def test_who_pulls_parks_at_once_and_stops_where_the_reconciler_goes_on(app: App) -> None:
    healing, compare = app.pull_streams.heal, app.reconcile_views.compare
    assert isinstance(healing, HealViews)
    heal = healing.compare
    assert (heal.advance.failure_policy.attempts, heal.passes_halted) == (1, False)
    assert compare.advance.failure_policy.attempts > 1
    assert compare.passes_halted
