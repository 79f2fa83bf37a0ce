"""How fast a sweep empties the outbox, beside the bare client reading, publishing and deleting the same."""

from time import perf_counter

from google.cloud.spanner_v1 import KeySet

from onewrite.adapters.spanner import rows
from onewrite.bootstrap import App
from tests.bench.measuring.bare import connection_of
from tests.bench.measuring.figures import a_rate
from tests.bench.measuring.results import Results
from tests.support.data.builders import a_commit, a_stream, an_event

ROWS = 5000
EACH = 50
BATCH = 500


def oblige(app: App, named: str) -> None:
    for number in range(ROWS // EACH):
        head = app.adapters.store.read_head(a_stream(f"{named}{number}"))
        app.adapters.store.append(a_commit(head, *(an_event() for _ in range(EACH))))


def test_a_sweep_empties_the_outbox(app: App, results: Results) -> None:
    oblige(app, "ours")
    begun = perf_counter()
    assert app.sweep_outbox().published == ROWS
    ours = perf_counter() - begun
    oblige(app, "bare")
    database = connection_of(app).database
    begun = perf_counter()
    while True:
        with database.snapshot() as snapshot:
            found = list(snapshot.read("outbox", rows.POINTER, KeySet(all_=True), limit=BATCH))
        if not found:
            break
        with database.snapshot() as snapshot:
            list(snapshot.read("events", rows.EVENT, KeySet(keys=[row[2:4] for row in found])))
        with database.batch() as batch:
            batch.delete("outbox", KeySet(keys=[row[:4] for row in found]))
    floor = perf_counter() - begun
    what = "sweep, the topic in memory"
    results.add(a_rate("B4", what, "rows/s", {"ours": [ours], "floor": [floor]}, each=ROWS))
