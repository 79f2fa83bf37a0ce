"""Writes spans into files as they end, for the reader beside this one."""

import json
import logging
from collections.abc import Sequence
from typing import Any

from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult
from opentelemetry.trace import SpanContext, StatusCode, format_span_id, format_trace_id

from onewrite.adapters.traces.files import SpanFile

log = logging.getLogger(__name__)


class FileExporter(SpanExporter):
    """Never fails what it traces: spans that can't be written are lost, which is logged once."""

    def __init__(self, file: SpanFile, function: str) -> None:
        self._file = file
        self._function = function
        self._has_told = False

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        try:
            self._file.append("".join(f"{json.dumps(self._line_of(span))}\n" for span in spans))
        except OSError as error:
            if not self._has_told:
                self._has_told = True
                log.warning("Spans can't be written: %s", error.strerror, extra={"action": "traces_lost"})
            return SpanExportResult.FAILURE
        return SpanExportResult.SUCCESS

    def _line_of(self, span: ReadableSpan) -> dict[str, Any]:
        own = span.get_span_context()
        assert own is not None
        return {
            "trace_id": format_trace_id(own.trace_id),
            "span_id": format_span_id(own.span_id),
            "parent_id": format_span_id(span.parent.span_id) if span.parent else None,
            "name": span.name,
            "kind": span.kind.name.lower(),
            "function": self._function,
            "start": span.start_time,
            "end": span.end_time,
            "is_failed": span.status.status_code is StatusCode.ERROR,
            "attributes": dict(span.attributes or {}),
            "links": [_place(link.context) for link in span.links],
        }


def _place(linked: SpanContext) -> tuple[str, str]:
    return format_trace_id(linked.trace_id), format_span_id(linked.span_id)
