"""What an operator can look at of traces."""

from collections.abc import Mapping

from onewrite.adapters.http.requests import operations as requests
from onewrite.adapters.operations.read import Read, read_as
from onewrite.adapters.operations.reports.traces import TraceReport, TracesReport
from onewrite.application.operations.operate import Operate
from onewrite.application.ports.audit_log import Actor


def reads_of_traces(operate: Operate) -> Mapping[str, Read]:
    def newest(wanted: requests.TracesRequest, _: Actor) -> TracesReport:
        stream = operate.domain.stream(wanted.stream_id) if wanted.stream_id else None
        return TracesReport.of(operate.traces, operate.traces.newest(wanted.limit, str(stream) if stream else None))

    def one(wanted: requests.TraceRequest, _: Actor) -> TraceReport:
        return TraceReport.of(operate.traces, wanted.trace_id, operate.traces.of(wanted.trace_id))

    return {
        "traces": read_as(TracesReport, "What requests have set off; the newest first", requests.TracesRequest, newest),
        "trace": read_as(TraceReport, "What one request has set off, span by span", requests.TraceRequest, one),
    }
