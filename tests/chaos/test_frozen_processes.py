"""A lease is lost in the middle of the work: its holder stands still, another takes over, then the first goes on."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from google.cloud.spanner_v1 import KeySet

from emulators.system.system import System
from onewrite.bootstrap import App
from tests.support.checks.ledger import check, obligations
from tests.support.data.builders import a_commit, a_stream, an_event, created
from tests.support.data.ranges import rebuild_to_catch, walks
from tests.support.faults.frozen import frozen_while
from tests.support.systems.operators import swept
from tests.support.systems.start_system import StartSystem, another_instance, only
from tests.support.systems.subscriptions import published_by
from tests.support.waiting.bounds import WAIT_SECONDS
from tests.support.waiting.eventually import eventually

LEASES = {"ONEWRITE_RELAY_LEASE_SECONDS": "2", "ONEWRITE_WALK_LEASE_SECONDS": "2", "ONEWRITE_RELAY_BATCH": "10"}
STREAMS = 100


@pytest.fixture
def system(start_system: StartSystem, tmp_path: Path) -> System:
    """Only those who work under a lease, and nobody who calls them."""
    functions = only(tmp_path / "functions", "relay_outbox", "rebuild_views")
    return start_system(relay="none", functions=functions, settings=LEASES)


@pytest.fixture
def app(system: System) -> App:
    return another_instance(system, eager_relay=False, relay_lease_seconds=2, walk_lease_seconds=2, relay_batch=100)


def append(app: App, prefix: str) -> set[str]:
    """Append three events to each of many streams; return their ids."""
    ids = set()
    for number in range(STREAMS):
        head = app.adapters.store.read_head(a_stream(f"{prefix}{number:03d}"))
        recorded = app.adapters.store.append(a_commit(head, created(), an_event(), an_event()))
        ids |= {event.event_id for event in recorded}
    return ids


def is_publishing(system: System) -> bool:
    """Whether somebody holds a shard of which nothing was settled yet."""
    with system.database.snapshot() as snapshot:
        shards = list(snapshot.read("relay_shards", ["lease_expires_at", "watermark"], KeySet(all_=True)))
    return any(expires and watermark is None for expires, watermark in shards)


def test_who_lost_its_leases_in_the_middle_notices_and_no_event_is_forgotten(system: System, app: App) -> None:
    ids = append(app, "s")
    with published_by(system) as received, ThreadPoolExecutor(1) as pool:
        sweeping = pool.submit(swept, system)
        with frozen_while(system.pid("relay_outbox"), lambda: is_publishing(system)):
            eventually(lambda: app.sweep_outbox().published == 0 and not obligations(system.database))
            ids |= append(app, "t")
        assert sweeping.result(WAIT_SECONDS)["published"] > 0
        assert "relay_lease_lost" in system.log("relay_outbox")
        eventually(lambda: app.sweep_outbox().published == 0 and not obligations(system.database))
        assert received.all_of(ids) == ids

    app.operate.reconcile()
    generation = a_rebuild_whose_worker_stood_still(system, app)
    walked = walks(system.database, "profiles", generation)
    assert len({walk.holder for walk in walked}) >= 2, "two processes shared it"
    assert sum(walk.streams for walk in walked) == 2 * STREAMS
    verdict = app.operate.verify("profiles")
    assert (verdict.generations, verdict.named) == ((1, generation), [])
    check(system.database, ids, profiles=generation)
    check(system.database, ids)


def a_rebuild_whose_worker_stood_still(system: System, app: App) -> int:
    with frozen_while(system.pid("rebuild_views"), rebuild_to_catch(app, system.database, "profiles")):
        generation = app.operate.rebuild.progress("profiles").generation
        eventually(lambda: app.operate.rebuild_worker.work("profiles", generation, seconds=60))
    return generation
