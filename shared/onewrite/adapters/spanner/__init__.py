"""The ports that store data, on Spanner. The emulator runs the same code: only the environment differs."""

from onewrite.adapters.spanner.audit_log import SpannerAuditLog
from onewrite.adapters.spanner.client.connection import Connection, connect
from onewrite.adapters.spanner.event_store import SpannerEventStore
from onewrite.adapters.spanner.generations import SpannerGenerationStore
from onewrite.adapters.spanner.inspection import SpannerInspection
from onewrite.adapters.spanner.outbox import SpannerOutbox
from onewrite.adapters.spanner.queries.reader import SpannerReaders
from onewrite.adapters.spanner.splits import SpannerSplits
from onewrite.adapters.spanner.unpublishable_events import SpannerUnpublishableEvents
from onewrite.adapters.spanner.views.views import SpannerViews
from onewrite.adapters.spanner.walks import SpannerWalks

__all__ = [
    "Connection",
    "SpannerAuditLog",
    "SpannerEventStore",
    "SpannerGenerationStore",
    "SpannerInspection",
    "SpannerOutbox",
    "SpannerReaders",
    "SpannerSplits",
    "SpannerUnpublishableEvents",
    "SpannerViews",
    "SpannerWalks",
    "connect",
]
