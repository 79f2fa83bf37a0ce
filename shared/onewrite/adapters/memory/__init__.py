"""Every port in memory, complete and thread-safe: the reference semantics, and the embedded default."""

from onewrite.adapters.memory.audit_log import MemoryAuditLog
from onewrite.adapters.memory.changes import MemoryChanges
from onewrite.adapters.memory.database import MemoryDatabase
from onewrite.adapters.memory.dead_letters import MemoryDeadLetters
from onewrite.adapters.memory.event_store import MemoryEventStore
from onewrite.adapters.memory.generations import MemoryGenerationStore
from onewrite.adapters.memory.inspection import MemoryInspection
from onewrite.adapters.memory.outbox import MemoryOutbox
from onewrite.adapters.memory.queries.reader import MemoryReaders
from onewrite.adapters.memory.rebuild_queue import MemoryRebuildQueue
from onewrite.adapters.memory.splits import MemorySplits
from onewrite.adapters.memory.topic import MemoryTopic
from onewrite.adapters.memory.unpublishable_events import MemoryUnpublishableEvents
from onewrite.adapters.memory.views.views import MemoryViews
from onewrite.adapters.memory.walks import MemoryWalks

__all__ = [
    "MemoryAuditLog",
    "MemoryChanges",
    "MemoryDatabase",
    "MemoryDeadLetters",
    "MemoryEventStore",
    "MemoryGenerationStore",
    "MemoryInspection",
    "MemoryOutbox",
    "MemoryReaders",
    "MemoryRebuildQueue",
    "MemorySplits",
    "MemoryTopic",
    "MemoryUnpublishableEvents",
    "MemoryViews",
    "MemoryWalks",
]
