"""Reads Spanner change streams: records, partitions, and consumer groups that share them."""

from spanner_changes.errors import HistoryLost, LeaseLost, SpannerChangesError
from spanner_changes.groups.group import ConsumerGroup
from spanner_changes.groups.pace import Pace
from spanner_changes.records import Column, DataChange, Mod
from spanner_changes.state.memory import MemoryGroupState
from spanner_changes.state.names import group_names
from spanner_changes.state.port import GroupState, GroupView
from spanner_changes.state.spanner import SpannerGroupState
from spanner_changes.streams import ChangeStream, SpannerChangeStream

__all__ = [
    "ChangeStream",
    "Column",
    "ConsumerGroup",
    "DataChange",
    "GroupState",
    "GroupView",
    "HistoryLost",
    "LeaseLost",
    "MemoryGroupState",
    "Mod",
    "Pace",
    "SpannerChangeStream",
    "SpannerChangesError",
    "SpannerGroupState",
    "group_names",
]
