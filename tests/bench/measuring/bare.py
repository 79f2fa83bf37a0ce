"""The bare client: Google's own, on the same database, doing the minimum."""

from onewrite.adapters.spanner import Connection, SpannerEventStore
from onewrite.bootstrap import App


def connection_of(app: App) -> Connection:
    assert isinstance(app.adapters.store, SpannerEventStore)
    return app.adapters.store.connection
