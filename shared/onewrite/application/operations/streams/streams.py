"""All that operators can find out about single streams, in one value."""

from dataclasses import dataclass

from onewrite.application.operations.streams.find_streams import FindStreams
from onewrite.application.operations.streams.look_at_stream import LookAtStream
from onewrite.application.operations.streams.recent_events import RecentEvents
from onewrite.application.operations.streams.show_data import ShowData
from onewrite.application.operations.streams.trace_causes import TraceCauses


@dataclass(frozen=True)
class Streams:
    look: LookAtStream
    find: FindStreams
    recent: RecentEvents
    show_data: ShowData
    causes: TraceCauses
