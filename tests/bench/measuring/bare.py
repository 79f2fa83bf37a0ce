"""The bare client: Google's own, on the same database, doing the minimum."""

from google.cloud.spanner_v1 import PingingPool
from google.cloud.spanner_v1.database import Database

from onewrite.adapters.spanner import Connection, SpannerEventStore
from onewrite.bootstrap import App


def connection_of(app: App) -> Connection:
    assert isinstance(app.adapters.store, SpannerEventStore)
    return app.adapters.store.connection


def bare_database(app: App, sessions: int = 1) -> Database:
    """Return one without any limits of ours, for so many clients.

    Google's default pool asks before each call whether its session is still there. A multiplexed session, which only
    the emulator lacks, is not asked for, and neither are those of this pool.
    """
    ours = connection_of(app).database
    database: Database = ours._instance.database(ours.database_id, pool=PingingPool(size=sessions))
    return database
