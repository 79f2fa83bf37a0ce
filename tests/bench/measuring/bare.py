"""The bare client: Google's own, on the same database, doing the minimum."""

from datetime import timedelta
from functools import partial
from statistics import median
from typing import Any, Final

from google.cloud.spanner_v1 import KeySet, PingingPool
from google.cloud.spanner_v1.database import Database

from infra.simulation.counted.recording import RecordingSpanner
from onewrite.adapters.spanner import Connection, SpannerEventStore
from onewrite.bootstrap import App
from tests.bench.measuring.timing import milliseconds

MOMENT: Final = timedelta(milliseconds=200)


def connection_of(app: App) -> Connection:
    assert isinstance(app.adapters.store, SpannerEventStore)
    return app.adapters.store.connection


def bare_database(app: App) -> Database:
    """Return one without any limits of ours, for one client.

    Google's default pool asks before each call whether its session is still there. A multiplexed session, which only
    the emulator lacks, is not asked for, and neither are those of this pool.
    """
    ours = connection_of(app).database
    database: Database = ours._instance.database(ours.database_id, pool=PingingPool(size=1))
    return database


def database_with_defaults(app: App) -> Database:
    """Return one as whoever uses Google's client without a thought has it."""
    ours = connection_of(app).database
    database: Any = ours._instance.database(ours.database_id)
    if isinstance(ours.spanner_api, RecordingSpanner):
        database._spanner_api = ours.spanner_api
    return database  # type: ignore[no-any-return]


def milliseconds_until_the_clock_has_come(app: App) -> float:
    """Return how much longer a strong read takes than one of what was a moment ago: the emulator's clock runs ahead."""
    database = bare_database(app)

    def read(**how: timedelta) -> None:
        with database.snapshot(**how) as snapshot:
            list(snapshot.read("streams", ("version",), KeySet(keys=[["account-0"]])))

    return median(milliseconds(read, 20)) - median(milliseconds(partial(read, exact_staleness=MOMENT), 20))
