"""The spans that this process makes, kept in memory."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode, format_span_id, format_trace_id

from onewrite.application.tracing import trace_with


@dataclass(frozen=True)
class Spans:
    kept: InMemorySpanExporter

    @property
    def all(self) -> Sequence[ReadableSpan]:
        """In the order of their starts."""
        return sorted(self.kept.get_finished_spans(), key=lambda span: span.start_time or 0)

    def named(self, name: str) -> Sequence[ReadableSpan]:
        return [span for span in self.all if span.name == name]

    def one(self, name: str) -> ReadableSpan:
        [found] = self.named(name)
        return found

    def beneath(self, parent: ReadableSpan) -> list[str]:
        return [span.name for span in self.all if span.parent and span.parent.span_id == own(parent)[1]]

    def forget(self) -> None:
        self.kept.clear()


def own(span: ReadableSpan) -> tuple[int, int]:
    context = span.get_span_context()
    assert context is not None
    return context.trace_id, context.span_id


def traceparent_of(span: ReadableSpan) -> str:
    context = span.get_span_context()
    assert context is not None
    return f"00-{format_trace_id(context.trace_id)}-{format_span_id(context.span_id)}-{context.trace_flags:02x}"


def linked(span: ReadableSpan) -> set[tuple[int, int]]:
    return {(link.context.trace_id, link.context.span_id) for link in span.links}


def has_failed(span: ReadableSpan) -> bool:
    return span.status.status_code is StatusCode.ERROR


@contextmanager
def kept_spans() -> Iterator[Spans]:
    kept = InMemorySpanExporter()
    provider = TracerProvider(resource=Resource({}), shutdown_on_exit=False)
    provider.add_span_processor(SimpleSpanProcessor(kept))
    trace_with(provider.get_tracer("onewrite"))
    try:
        yield Spans(kept)
    finally:
        trace_with(None)


@pytest.fixture
def spans() -> Iterator[Spans]:
    """The spans that are made in this test."""
    with kept_spans() as kept:
        yield kept
