"""Streams: where they end, their events, and what each view holds of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Self

from onewrite.adapters.models import Model
from onewrite.adapters.operations.reports.events import EventReport
from onewrite.adapters.operations.reports.views import ViewReport
from onewrite.application.operations.streams.look_at_stream import StreamFound
from onewrite.application.ports.inspection import SeenStream


class SeenReport(Model):
    stream_id: str
    version: int
    updated_at: datetime

    @classmethod
    def of(cls, seen: SeenStream) -> Self:
        return cls(stream_id=str(seen.stream), version=seen.version, updated_at=seen.updated_at)


class StreamReport(SeenReport):
    """A stream, a page of its events, the oldest of them first, and what each view holds of it."""

    events: list[EventReport]
    views: list[ViewReport]

    @classmethod
    def of_found(cls, found: StreamFound) -> Self:
        seen = found.seen
        return cls(
            **SeenReport.of(seen).model_dump(),
            events=[EventReport.of(event) for event in found.events],
            views=[ViewReport.of(view, seen.version) for view in found.views],
        )


class StreamsReport(Model):
    """The first streams that were found, and whether there may be more."""

    prefix: str
    streams: list[SeenReport]
    has_more: bool

    @classmethod
    def of(cls, prefix: str, found: Sequence[SeenStream], limit: int) -> Self:
        return cls(prefix=prefix, streams=[SeenReport.of(seen) for seen in found[:limit]], has_more=len(found) > limit)
