"""Traces, bounded in size."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final, Self

from onewrite.adapters.models import Model
from onewrite.application.ports.traces import KeptSpan, KeptTrace, Traces

#: No more spans of one trace, and of those linked to it.
MOST_SPANS: Final = 500
FORGOTTEN: Final = "This trace isn't kept: nothing was traced under this id, or newer ones have taken its place"


class LinkReport(Model):
    trace_id: str
    span_id: str


class SpanReport(LinkReport):
    """One step; `after_milliseconds` is how long after the start of the trace it began."""

    parent_id: str | None
    name: str
    kind: str
    function: str
    after_milliseconds: float
    milliseconds: float
    is_failed: bool
    attributes: dict[str, Any]
    links: list[LinkReport]

    @classmethod
    def of(cls, span: KeptSpan, trace: KeptTrace) -> Self:
        return cls(
            trace_id=span.trace_id,
            span_id=span.span_id,
            parent_id=span.parent_id,
            name=span.name,
            kind=span.kind,
            function=span.function,
            after_milliseconds=_milliseconds(span.start - trace.start),
            milliseconds=_milliseconds(span.end - span.start),
            is_failed=span.is_failed,
            attributes=dict(span.attributes),
            links=[LinkReport(trace_id=trace_id, span_id=span_id) for trace_id, span_id in span.links],
        )


class TraceInShort(Model):
    trace_id: str
    root: str
    stream_id: str | None
    started_at: datetime
    milliseconds: float
    number_of_spans: int
    functions: list[str]
    is_failed: bool

    @classmethod
    def of(cls, trace: KeptTrace) -> Self:
        return cls(
            trace_id=trace.trace_id,
            root=trace.root.name,
            stream_id=trace.stream,
            started_at=datetime.fromtimestamp(trace.start / 1e9, UTC),
            milliseconds=_milliseconds(trace.end - trace.start),
            number_of_spans=len(trace.spans),
            functions=sorted({span.function for span in trace.spans}),
            is_failed=trace.is_failed,
        )


class TracesReport(Model):
    """The newest traces. `elsewhere` says why there are none here, and `link` leads to one elsewhere, by its id."""

    elsewhere: str | None
    link: str | None
    traces: list[TraceInShort]

    @classmethod
    def of(cls, traces: Traces, found: Sequence[KeptTrace]) -> Self:
        return cls(elsewhere=traces.elsewhere, link=traces.link, traces=[TraceInShort.of(trace) for trace in found])


class TraceReport(Model):
    """One trace, None if it isn't here; `linked` are spans of others that work for it too, such as a sweep's."""

    elsewhere: str | None
    link: str | None
    trace: TraceInShort | None
    spans: list[SpanReport]
    linked: list[SpanReport]

    @classmethod
    def of(cls, traces: Traces, trace_id: str, found: KeptTrace | None) -> Self:
        return cls(
            elsewhere=traces.elsewhere if found or traces.elsewhere else FORGOTTEN,
            link=traces.link and traces.link.format(trace_id=trace_id),
            trace=found and TraceInShort.of(found),
            spans=[SpanReport.of(span, found) for span in found.spans[:MOST_SPANS]] if found else [],
            linked=[SpanReport.of(span, found) for span in found.linked[:MOST_SPANS]] if found else [],
        )


def _milliseconds(nanoseconds: int) -> float:
    return round(nanoseconds / 1e6, 3)
