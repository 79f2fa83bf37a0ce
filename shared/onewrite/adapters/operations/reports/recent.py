"""The flow of events, and which of its steps each has taken."""

from datetime import datetime
from typing import Self

from onewrite.adapters.models import Model
from onewrite.adapters.operations.reports.events import EventReport
from onewrite.adapters.operations.reports.views import ViewReport
from onewrite.application.operations.streams.recent_events import Flow, RecentEvent


class RecentEventReport(EventReport):
    """An event; `in_outbox` while it isn't published. A view's `state` is how it stands to this event."""

    in_outbox: bool
    views: list[ViewReport]

    @classmethod
    def of_recent(cls, recent: RecentEvent) -> Self:
        event = recent.event
        views = [ViewReport.of(view, event.version) for view in recent.views]
        return cls(**EventReport.of(event).model_dump(), in_outbox=recent.in_outbox, views=views)


class FlowReport(Model):
    """All events that were committed behind `since` and not behind `position`, the newest of them first.

    What comes later is behind `position`: send it as `after`.
    """

    since: datetime
    position: datetime
    events: list[RecentEventReport]

    @classmethod
    def of(cls, flow: Flow) -> Self:
        events = [RecentEventReport.of_recent(recent) for recent in reversed(flow.events)]
        return cls(since=flow.after, position=flow.upto, events=events)
