"""One adapter for each port: in memory, or on Google Cloud and its emulators."""

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from onewrite.adapters.changes_on_demand import ChangesOnDemand
from onewrite.adapters.no_splits import NoSplits
from onewrite.adapters.purpose import HasPurpose, Purpose
from onewrite.application.ports.audit_log import AuditLog
from onewrite.application.ports.changes import Changes
from onewrite.application.ports.dead_letters import DeadLetters
from onewrite.application.ports.event_store import EventStore
from onewrite.application.ports.generations import GenerationStore
from onewrite.application.ports.inspection import Inspection
from onewrite.application.ports.outbox import Outbox
from onewrite.application.ports.reader import Readers
from onewrite.application.ports.rebuild_queue import RebuildQueue
from onewrite.application.ports.splits import Splits
from onewrite.application.ports.topic import Topic
from onewrite.application.ports.unpublishable_events import UnpublishableEvents
from onewrite.application.ports.views import Views
from onewrite.application.ports.walks import Walks
from onewrite.bootstrap import purposes
from onewrite.bootstrap.left_out import without_metrics
from onewrite.settings import Settings

if TYPE_CHECKING:
    from onewrite.adapters.spanner import Connection


@dataclass(frozen=True)
class Adapters:
    """One adapter for each port."""

    store: EventStore
    outbox: Outbox
    unpublishable: UnpublishableEvents
    changes: Changes
    topic: Topic
    dead_letters: DeadLetters
    views: Views
    readers: Readers
    generations: GenerationStore
    audit_log: AuditLog
    walks: Walks
    splits: Splits
    inspection: Inspection
    rebuild_queue: RebuildQueue

    def used_for(self, purpose: Purpose) -> "Adapters":
        """Return the same adapters, with requests to the store that say what they are for."""
        told: dict[str, Any] = {
            name: port.used_for(purpose) for name, port in vars(self).items() if isinstance(port, HasPurpose)
        }
        return replace(self, **told)


def adapters_of(settings: Settings) -> Adapters:
    return embedded_adapters() if settings.store == "memory" else cloud_adapters(settings)


@cache
def embedded_adapters() -> Adapters:
    """Return the adapters of the embedded system, which all functions in this process share."""
    return memory_adapters()


def memory_adapters() -> Adapters:
    """Return new adapters over a new, empty database in memory."""
    from onewrite.adapters import memory  # noqa: PLC0415 - each process loads the adapters that it uses

    database, topic = memory.MemoryDatabase(), memory.MemoryTopic()
    return Adapters(
        store=memory.MemoryEventStore(database),
        outbox=memory.MemoryOutbox(database),
        unpublishable=memory.MemoryUnpublishableEvents(database),
        changes=memory.MemoryChanges(database),
        topic=topic,
        dead_letters=memory.MemoryDeadLetters(topic),
        views=memory.MemoryViews(database),
        readers=memory.MemoryReaders(database),
        generations=memory.MemoryGenerationStore(database),
        audit_log=memory.MemoryAuditLog(database),
        walks=memory.MemoryWalks(database),
        splits=memory.MemorySplits(),
        inspection=memory.MemoryInspection(database),
        rebuild_queue=memory.MemoryRebuildQueue(),
    )


def cloud_adapters(settings: Settings) -> Adapters:
    """Return adapters for Spanner and Pub/Sub; Google's clients find emulators by the environment."""
    with without_metrics():
        from onewrite.adapters import pubsub, spanner  # noqa: PLC0415 - importing Google's clients takes a second

    connection = spanner.connect(
        settings.project,
        settings.instance,
        settings.database,
        role=settings.database_role,
        timeout=settings.store_timeout_seconds,
        retry_delay=settings.retry_delay_seconds,
    )
    publisher = pubsub.Publisher(source=settings.source, timeout=settings.publish_timeout_seconds)
    topics = f"projects/{settings.project}/topics"
    events, rebuilds = f"{topics}/{settings.topic}", f"{topics}/{settings.rebuild_topic}"
    dead_letters = f"projects/{settings.project}/subscriptions/{settings.dead_letters}"
    return Adapters(
        store=spanner.SpannerEventStore(connection),
        outbox=spanner.SpannerOutbox(connection),
        unpublishable=spanner.SpannerUnpublishableEvents(connection),
        changes=ChangesOnDemand(lambda: _changes_on(connection, settings)),
        topic=pubsub.PubSubTopic(publisher, events),
        dead_letters=pubsub.PubSubDeadLetters(publisher, dead_letters, events=events, rebuilds=rebuilds),
        views=spanner.SpannerViews(connection),
        readers=spanner.SpannerReaders(connection),
        generations=spanner.SpannerGenerationStore(connection),
        audit_log=spanner.SpannerAuditLog(connection),
        walks=spanner.SpannerWalks(connection),
        splits=spanner.SpannerSplits(connection) if settings.split_points else NoSplits(),
        inspection=spanner.SpannerInspection(connection),
        rebuild_queue=pubsub.PubSubRebuildQueue(publisher, rebuilds),
    )


def _changes_on(connection: "Connection", settings: Settings) -> Changes:
    from onewrite.adapters.spanner.changes import SpannerChanges  # noqa: PLC0415 - only for those who follow changes
    from spanner_changes import Pace  # noqa: PLC0415

    poll, lease = timedelta(seconds=settings.changes_poll_seconds), timedelta(seconds=settings.changes_lease_seconds)
    pace = Pace(waits=settings.changes_wait, poll=poll, threads=settings.changes_threads, beat=lease / 10, lease=lease)
    return SpannerChanges(connection.used_for(purposes.CHANGES), pace)
