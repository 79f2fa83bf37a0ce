"""Where records come from: a change stream of Spanner, or anything else that behaves like one."""

from spanner_changes.streams.port import ChangeStream
from spanner_changes.streams.spanner import SpannerChangeStream

__all__ = ["ChangeStream", "SpannerChangeStream"]
