"""What a change stream returns: changes of rows, heartbeats, and the lives of its partitions."""

from spanner_changes.records.changes import Column, DataChange, Mod
from spanner_changes.records.partitions import (
    Child,
    ChildPartitions,
    Heartbeat,
    PartitionEnded,
    PartitionMoved,
    PartitionsStarted,
    Record,
)

__all__ = [
    "Child",
    "ChildPartitions",
    "Column",
    "DataChange",
    "Heartbeat",
    "Mod",
    "PartitionEnded",
    "PartitionMoved",
    "PartitionsStarted",
    "Record",
]
