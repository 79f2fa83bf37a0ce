"""A lease is lost in the middle of the work: its holder stands still, another takes over, then the first goes on."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from google.cloud.spanner_v1 import KeySet

from accounts import ACCOUNTS
from emulators.paths import FUNCTIONS
from emulators.system import System
from onewrite.bootstrap import App, build, cloud_adapters
from tests.support.adapters import settings
from tests.support.builders import a_commit, a_stream, an_event, created
from tests.support.eventually import eventually
from tests.support.fragile import ADA
from tests.support.frozen import frozen_while
from tests.support.ledger import check
from tests.support.subscriptions import received_from
from tests.support.systems import StartSystem

LEASES = {"ONEWRITE_RELAY_LEASE_SECONDS": "2", "ONEWRITE_REBUILD_LEASE_SECONDS": "2", "ONEWRITE_RELAY_BATCH": "10"}
STREAMS = 300


@pytest.fixture
def system(start_system: StartSystem, tmp_path: Path) -> System:
    """Only those who work under a lease, and nobody who calls them."""
    folder = tmp_path / "functions"
    folder.mkdir()
    for name in ("relay_outbox", "rebuild_views"):
        (folder / name).symlink_to(FUNCTIONS / name)
    return start_system(relay="none", functions=folder, settings=LEASES)


@pytest.fixture
def app(system: System) -> App:
    """Another instance, with leases as short."""
    here = {name.removeprefix("ONEWRITE_").lower(): value for name, value in system.environment.items()}
    chosen = settings(**{name: here[name] for name in ("project", "instance", "database")}, eager_relay=False)
    short = chosen.model_copy(update={"relay_lease_seconds": 2, "rebuild_lease_seconds": 2, "relay_batch": 50})
    return build(short, ACCOUNTS, cloud_adapters(short), wait=lambda seconds: None)


def append(app: App, prefix: str) -> set[str]:
    """Append three events to each of many streams; return their ids."""
    ids = set()
    for number in range(STREAMS):
        head = app.adapters.store.read_head(a_stream(f"{prefix}{number:03d}"))
        recorded = app.adapters.store.append(a_commit(head, created(), an_event(), an_event()))
        ids |= {event.event_id for event in recorded}
    return ids


def held(system: System, table: str, busy: Callable[[], bool]) -> Callable[[], bool]:
    """Tell whether somebody holds a lease in that table, and is in the middle of the work."""

    def somebody_is_in_the_middle() -> bool:
        with system.database.snapshot() as snapshot:
            leases = list(snapshot.read(table, ["lease_expires_at"], KeySet(all_=True)))
        return any(expires for [expires] in leases) and busy()

    return somebody_is_in_the_middle


def test_a_relay_that_lost_its_leases_in_the_middle_of_a_sweep_forgets_no_event(system: System, app: App) -> None:
    assert system.pubsub
    ids = append(app, "s")
    topic = f"projects/{system.pubsub.project}/topics/{system.pubsub.topic}"
    with received_from(system.pubsub.host, topic) as received, ThreadPoolExecutor(1) as pool:
        sweeping = pool.submit(httpx.post, system.url("relay_outbox"), timeout=60, trust_env=False)
        with frozen_while(
            system, "relay_outbox", held(system, "relay_shards", lambda: app.adapters.outbox.count() > 0)
        ):
            eventually(lambda: app.sweep_outbox().published == 0 and not app.adapters.outbox.count())
            ids |= append(app, "t")
        assert sweeping.result(60).status_code == httpx.codes.OK
        eventually(lambda: app.sweep_outbox().published == 0 and not app.adapters.outbox.count())
        eventually(lambda: {message.attributes["ce-id"] for message in received.at_least(len(ids))} >= ids)
    app.operate.reconcile()
    check(system.database, sorted(ids))


def test_a_rebuilder_that_lost_its_range_in_the_middle_leaves_the_same_view(system: System, app: App) -> None:
    ids = append(app, "r")
    app.operate.reconcile()
    app.operate.rebuild.start("profiles", ADA)

    def is_in_the_middle() -> bool:
        progress = app.operate.rebuild.progress("profiles")
        if progress.is_complete:  # too quick for us: let it begin again
            app.operate.switch.cancel("profiles", ADA)
            app.operate.rebuild.start("profiles", ADA)
        return 0 < progress.streams < STREAMS

    with frozen_while(system, "rebuild_views", held(system, "rebuild_ranges", is_in_the_middle)):
        generation = app.operate.rebuild.progress("profiles").generation
        eventually(lambda: app.operate.rebuild.work("profiles", generation, seconds=60))
        ids |= append(app, "x")
    verdict = app.operate.verify("profiles")
    assert (verdict.generations, verdict.named) == ((1, generation), [])
    app.operate.reconcile()
    check(system.database, sorted(ids), generation=generation)
    check(system.database, sorted(ids))
