"""Wiring of where the traces of this system can be read."""

from onewrite.adapters.traces.elsewhere import no_traces, traces_in_cloud_trace
from onewrite.adapters.traces.folder import TracesInFolder
from onewrite.application.ports.traces import Traces
from onewrite.settings import Settings


def traces_of(settings: Settings) -> Traces:
    match settings.traces:
        case "file":
            return TracesInFolder(settings.trace_folder)
        case "otlp":
            return traces_in_cloud_trace(settings.project)
    return no_traces()
