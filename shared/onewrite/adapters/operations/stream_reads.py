"""What an operator can look at of single streams."""

from collections.abc import Mapping

from onewrite.adapters.http.requests import streams as requests
from onewrite.adapters.operations.read import Read, read_as
from onewrite.adapters.operations.reports.causes import CausesReport
from onewrite.adapters.operations.reports.recent import FlowReport
from onewrite.adapters.operations.reports.streams import StreamReport, StreamsReport
from onewrite.application.operations.operate import Operate
from onewrite.application.ports.audit_log import Actor


def reads_of_streams(operate: Operate) -> Mapping[str, Read]:
    def stream(wanted: requests.StreamRequest, _: Actor) -> StreamReport:
        named = operate.domain.stream(wanted.stream_id)
        return StreamReport.of_found(operate.streams.look(named, after=wanted.after, limit=wanted.limit))

    def streams(wanted: requests.FindStreamsRequest, _: Actor) -> StreamsReport:
        found = operate.streams.find(wanted.prefix, limit=wanted.limit + 1)
        return StreamsReport.of(wanted.prefix, found, wanted.limit)

    def causes(wanted: requests.CausesRequest, _: Actor) -> CausesReport:
        return CausesReport.of(operate.streams.causes(operate.domain.stream(wanted.stream_id), wanted.version))

    return {
        "stream": read_as(
            StreamReport,
            "A stream, its events without their data, and how far each view is with it",
            requests.StreamRequest,
            stream,
        ),
        "streams": read_as(
            StreamsReport, "The first streams whose ids begin like this", requests.FindStreamsRequest, streams
        ),
        "causes": read_as(
            CausesReport, "What caused an event, and what it caused, over all streams", requests.CausesRequest, causes
        ),
        "recent": read_as(
            FlowReport,
            "What was committed last, whether it was published, and which views have it",
            requests.RecentRequest,
            lambda wanted, _: FlowReport.of(operate.streams.recent(limit=wanted.limit, after=wanted.after)),
        ),
    }
