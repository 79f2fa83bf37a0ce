"""The audit log on Spanner."""

from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

from google.cloud.spanner_v1 import COMMIT_TIMESTAMP, JsonObject
from google.cloud.spanner_v1.param_types import INT64

from onewrite.adapters.spanner.client.mutations import Mutations
from onewrite.adapters.spanner.client.on_spanner import OnSpanner
from onewrite.application.ports.audit_log import Actor, AuditEntry, Operation

SHARDS = 4
OPERATION = (
    "shard",
    "performed_at",
    "operation_id",
    "operation",
    "projection",
    "stream_id",
    "actor",
    "reason",
    "details",
)
NEWEST = """
    SELECT performed_at, operation, projection, stream_id, actor, reason, details
    FROM operations ORDER BY performed_at DESC LIMIT @limit
"""


@dataclass(frozen=True)
class SpannerAuditLog(OnSpanner):
    """AuditLog on Spanner. Its rows are spread over shards so that the newest don't share one hot split."""

    def append(self, operation: Operation) -> None:
        with self.connection.commit() as mutations:
            write(mutations, operation, self.connection.new_id())

    def newest(self, *, limit: int) -> Sequence[AuditEntry]:
        found = self.connection.query(NEWEST, {"limit": limit}, {"limit": INT64})
        return [
            AuditEntry(Operation(what, Actor(actor, reason), projection, stream, details), performed_at)
            for performed_at, what, projection, stream, actor, reason, details in found
        ]


def write(mutations: Mutations, operation: Operation, operation_id: str) -> None:
    """Add the entry to a commit."""
    place = [crc32(operation_id.encode()) % SHARDS, COMMIT_TIMESTAMP, operation_id]
    what = [operation.name, operation.projection, operation.stream_id]
    why = [operation.actor.name, operation.actor.reason, JsonObject(operation.details)]
    mutations.insert("operations", OPERATION, [[*place, *what, *why]])
