"""Traces that aren't kept here: in Cloud Trace, or nowhere."""

from collections.abc import Sequence
from dataclasses import dataclass

from onewrite.application.ports.traces import KeptTrace


@dataclass(frozen=True)
class TracesElsewhere:
    elsewhere: str | None
    link: str | None = None

    def newest(self, limit: int, stream: str | None = None) -> Sequence[KeptTrace]:
        return ()

    def of(self, trace_id: str) -> KeptTrace | None:
        return None


def no_traces() -> TracesElsewhere:
    return TracesElsewhere("No traces are kept: ONEWRITE_TRACES is off")


def traces_in_cloud_trace(project: str) -> TracesElsewhere:
    link = f"https://console.cloud.google.com/traces/explorer;traceId={{trace_id}}?project={project}"
    return TracesElsewhere("Traces are in Cloud Trace: follow the link", link)
