"""Reads Spanner change streams: records, partitions, and consumer groups that share them."""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from spanner_changes.errors import HistoryLost, LeaseLost, SpannerChangesError
from spanner_changes.groups.group import ConsumerGroup
from spanner_changes.groups.pace import Pace
from spanner_changes.records import Column, DataChange, Mod
from spanner_changes.state.memory import MemoryGroupState
from spanner_changes.state.port import GroupState, GroupView
from spanner_changes.streams.port import ChangeStream

if TYPE_CHECKING:
    from spanner_changes.state.names import group_names
    from spanner_changes.state.spanner import SpannerGroupState
    from spanner_changes.streams.spanner import SpannerChangeStream

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

#: Where that is which needs Google's client. To import that takes half a second, and groups in memory don't need it.
_OF_SPANNER: Final = {
    "SpannerChangeStream": "spanner_changes.streams.spanner",
    "SpannerGroupState": "spanner_changes.state.spanner",
    "group_names": "spanner_changes.state.names",
}


def __getattr__(name: str) -> Any:
    """Import what needs Google's client when it is first asked for."""
    if name not in _OF_SPANNER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_OF_SPANNER[name]), name)
