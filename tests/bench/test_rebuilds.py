"""How fast one worker rebuilds a view of streams of 20 events."""

from time import perf_counter
from typing import Any

import pytest
from google.cloud.spanner_v1 import COMMIT_TIMESTAMP, KeySet

from onewrite.adapters.spanner import Connection, rows
from onewrite.adapters.spanner.views.view_transaction import CHECKPOINT
from onewrite.application.ports.audit_log import Actor
from onewrite.bootstrap import App
from onewrite.domain.events import NewEvent
from onewrite.domain.views import Table
from tests.bench.measuring.bare import connection_of
from tests.bench.measuring.figures import a_rate
from tests.bench.measuring.results import Results
from tests.support.data.builders import a_stream, an_event, created, interest

STREAMS = 2000
EVENTS = 20
#: Streams in one transaction of the floor: as many events as one transaction of ours takes.
BATCH = 50
HEAD = ("stream_id", "version", "updated_at")


def a_life() -> list[NewEvent]:
    later = (interest(f"i{n}") if n % 3 == 0 else an_event(data={"name": f"n{n}"}) for n in range(EVENTS - 1))
    return [created(), *later]


def seed(connection: Connection) -> None:
    for first in range(0, STREAMS, BATCH):
        with connection.commit() as mutations:
            for number in range(first, first + BATCH):
                stream = a_stream(f"b{number:06d}")
                events = [rows.row_of_event(stream, v, e) for v, e in enumerate(a_life(), start=1)]
                mutations.insert(
                    "streams", ("stream_id", "version", "updated_at"), [[str(stream), EVENTS, COMMIT_TIMESTAMP]]
                )
                mutations.insert("events", rows.EVENT, events)


def copied_by_the_bare_client(connection: Connection, table: Table, projection: str) -> float:
    """Read the same events, write the same rows and checkpoints once more; return the seconds."""
    database = connection.database
    with database.snapshot() as snapshot:
        made = list(snapshot.read(table.name, table.columns, KeySet(all_=True)))
    by_account: dict[str, list[Any]] = {}
    for row in made:
        by_account.setdefault(row[0], []).append(row)
    begun = perf_counter()
    for first in range(0, STREAMS, BATCH):
        keys = [f"b{number:06d}" for number in range(first, first + BATCH)]
        with database.snapshot() as snapshot:
            wanted = KeySet(keys=[[f"account-{key}", version] for key in keys for version in range(1, EVENTS + 1)])
            list(snapshot.read("events", rows.EVENT, wanted))
        with database.batch() as batch:
            again = [[9, *row] for key in keys for row in by_account.get(key, ())]
            batch.insert_or_update(table.name, ("generation", *table.columns), again)
            checkpoints = [
                [projection, 9, f"account-{key}", EVENTS, "active", *[None] * 9, COMMIT_TIMESTAMP] for key in keys
            ]
            batch.insert_or_update("checkpoints", CHECKPOINT, checkpoints)
    return perf_counter() - begun


@pytest.mark.parametrize("name", ["profiles", "interests"])
def test_one_worker_rebuilds_a_view(app: App, name: str, results: Results) -> None:
    connection = connection_of(app)
    seed(connection)
    generation = app.operate.rebuild.start(name, Actor("bench")).generation
    begun = perf_counter()
    assert app.operate.rebuild_worker.work(name, generation, seconds=500)
    taken = perf_counter() - begun
    assert app.operate.rebuild.progress(name).events == STREAMS * EVENTS
    [table] = app.domain.projection(name).tables
    floor = copied_by_the_bare_client(connection, table, name)
    results.add(a_rate("B6", f"rebuild {name}", "events/s", {"ours": [taken], "floor": [floor]}, each=STREAMS * EVENTS))
    assert not app.operate.verify(name).differences
