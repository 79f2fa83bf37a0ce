"""Wiring of traces: whether spans are made, and where they go.

The tracer is ours alone. Google's clients find no tracer provider, so they make no spans, which would quote SQL.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from onewrite.application.tracing import trace_with
from onewrite.settings import Settings, function_name, process_name

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider


def start_tracing(settings: Settings) -> None:
    """Make spans from now on, if the settings say so; nothing of the SDK is imported if they don't."""
    if settings.traces == "off":
        return
    from opentelemetry.sdk.resources import Resource  # noqa: PLC0415 - each takes time to import
    from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
    from opentelemetry.sdk.trace.sampling import ParentBased, TraceIdRatioBased  # noqa: PLC0415

    # Google's front end decides for few requests; what it leaves is decided here, by the id of the trace and so alike
    # in each process.
    ratio = TraceIdRatioBased(settings.trace_ratio)
    resource = Resource({"service.name": function_name(), "gcp.project_id": settings.project})
    provider = TracerProvider(ParentBased(ratio, remote_parent_not_sampled=ratio), resource)
    export = _into_files if settings.traces == "file" else _to_google
    trace_with(provider.get_tracer("onewrite"), export(provider, settings))


def _into_files(provider: "TracerProvider", settings: Settings) -> None:
    from opentelemetry.sdk.trace.export import SimpleSpanProcessor  # noqa: PLC0415

    from onewrite.adapters.traces.file_exporter import FileExporter  # noqa: PLC0415
    from onewrite.adapters.traces.files import SpanFile  # noqa: PLC0415

    file = SpanFile(settings.trace_folder, process_name())
    provider.add_span_processor(SimpleSpanProcessor(FileExporter(file, function_name())))


def _to_google(provider: "TracerProvider", settings: Settings) -> Callable[[], None]:
    from onewrite.adapters.traces.google_exporter import to_google  # noqa: PLC0415

    sent = to_google(settings.trace_seconds)
    provider.add_span_processor(sent)
    return sent.send
