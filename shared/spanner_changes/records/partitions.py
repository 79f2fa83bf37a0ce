"""Records about partitions. With immutable key ranges a partition has children; with mutable ones ranges move."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from spanner_changes.records.changes import DataChange


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """All changes of the partition up to and including this time have been returned."""

    timestamp: datetime


@dataclass(frozen=True, slots=True)
class Child:
    """A partition that takes over key ranges. Without parents it is one of the stream's first."""

    token: str
    parents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChildPartitions:
    """Immutable key ranges: the partition ends here, and these begin. Each parent of a merge returns the same child."""

    timestamp: datetime
    sequence: str
    children: tuple[Child, ...]


@dataclass(frozen=True, slots=True)
class PartitionsStarted:
    """Mutable key ranges: these partitions begin."""

    timestamp: datetime
    sequence: str
    tokens: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PartitionEnded:
    """Mutable key ranges: the partition has no records after this one."""

    timestamp: datetime
    sequence: str


@dataclass(frozen=True, slots=True)
class PartitionMoved:
    """Mutable key ranges: keys came from `sources` and went to `destinations`."""

    timestamp: datetime
    sequence: str
    sources: tuple[str, ...]
    destinations: tuple[str, ...]


Record: TypeAlias = DataChange | Heartbeat | ChildPartitions | PartitionsStarted | PartitionEnded | PartitionMoved
