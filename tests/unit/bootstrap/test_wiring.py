"""Each use case gets the limits of time that are meant for it, and no others."""

from datetime import timedelta

import pytest

from accounts import ACCOUNTS
from onewrite.adapters.traces.elsewhere import no_traces, traces_in_cloud_trace
from onewrite.application.operations.reconcile.heal_views import HealViews
from onewrite.application.ports.audit_log import Actor
from onewrite.bootstrap import App, build, memory_adapters
from onewrite.bootstrap.wiring.traces import traces_of
from tests.support.systems.adapters import settings

LIMITS = {
    "eager_relay_seconds": 2,
    "relay_grace_seconds": 3,
    "relay_lease_seconds": 5,
    "relay_seconds": 7,
    "walk_lease_seconds": 11,
    "rebuild_seconds": 13,
    "publish_timeout_seconds": 17,
    "relay_batch_bytes": 23,
    "generation_cache_seconds": 29,
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
    assert (sweep.seconds, sweep.batch, sweep.batch_bytes) == (7, 19, 23)
    replay = app.operate.replay
    assert (replay.batch, replay.batch_bytes) == (19, 23)


def test_a_rebuild_has_limits_of_its_own(app: App) -> None:
    assert app.operate.rebuild_worker.walking.lease_for == timedelta(seconds=11)
    assert app.work_on_rebuild.seconds == 13


def test_generations_are_known_for_as_long_as_those_wait_who_change_them() -> None:
    now, waits = [0.0], list[float]()
    app = build(settings(**LIMITS), ACCOUNTS, memory_adapters(), clock=lambda: now[0], wait=waits.append)
    assert app.known_generations("profiles").building is None
    app.operate.rebuild.start("profiles", Actor("ada"))
    assert waits == [29]
    known = list[int | None]()
    for now[0] in (28.0, 29.0):
        known.append(app.known_generations("profiles").building)
    assert known == [None, 2]


def test_traces_are_looked_for_where_they_are_sent() -> None:
    assert traces_of(settings(traces="otlp", project="p")) == traces_in_cloud_trace("p")
    assert traces_of(settings(traces="off", project="p")) == no_traces()


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
