"""Traces: what one request sets off, as spans, across processes. The names of spans and of attributes are all here.

Costs next to nothing until `trace_with` is called. No span holds SQL, data of an event, or what an error says: of
people it knows the ids of streams, and of errors the class.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from typing import Final, TypeAlias

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.trace import INVALID_SPAN, NoOpTracer, Span, SpanContext, SpanKind, Status, StatusCode, Tracer
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from onewrite.errors import CommandRejected

#: The steps of a command, of a relay and of a view.
LOAD, DECIDE, COMMIT, PUBLISH, ADVANCE, APPLY = "load", "decide", "commit", "publish", "advance", "apply"
#: Before the names of our own attributes, such as `onewrite.stream`.
PREFIX: Final = "onewrite."
ERROR_TYPE: Final = "error.type"
#: What applies or publishes the events of many requests links to so many of their traces at most.
MOST_LINKS: Final = 32

Value: TypeAlias = str | int | bool
#: Lets the logs of a request name the caller's trace, where none is made here.
_NONE: Final = NoOpTracer()
#: What a step costs where no spans are made.
_NO_SPAN: Final = nullcontext(INVALID_SPAN)
_format: Final = TraceContextTextMapPropagator()


class _Chosen:
    tracer: Tracer | None = None
    flush: Callable[[], None] | None = None


#: The innermost of our spans. OpenTelemetry's own may be one of Google's clients, which records nothing.
_current: ContextVar[Span] = ContextVar("current", default=INVALID_SPAN)
#: The spans that wait for what is done here, while they aren't its parent.
_waiting: ContextVar[tuple[Span, ...]] = ContextVar("waiting", default=())


def trace_with(tracer: Tracer | None, flush: Callable[[], None] | None = None) -> None:
    """Make spans with this tracer from now on, or none. `flush` sends what has ended."""
    _Chosen.tracer, _Chosen.flush = tracer, flush


def is_on() -> bool:
    """Tell whether spans are made here."""
    return _Chosen.tracer is not None


def flush() -> None:
    """Send what has ended, before the process may be throttled."""
    if _Chosen.flush:
        _Chosen.flush()


def span(
    name: str,
    *,
    kind: SpanKind = SpanKind.INTERNAL,
    within: Context | None = None,
    links: Iterable[str | None] = (),
    **attributes: Value,
) -> AbstractContextManager[Span]:
    """Let what is done meanwhile be a span of the current trace, or of the one that `within` continues.

    `links` are values of `traceparent`. An error that passes is told by its class; a rejected command is no failure.
    """
    if _Chosen.tracer is None and within is None:
        return _NO_SPAN
    return _made(name, kind, within, links, attributes)


@contextmanager
def _made(
    name: str, kind: SpanKind, within: Context | None, links: Iterable[str | None], attributes: Mapping[str, Value]
) -> Iterator[Span]:
    with (_Chosen.tracer or _NONE).start_as_current_span(
        name, within, kind, record_exception=False, set_status_on_exception=False
    ) as made:
        before = _current.set(made)
        if made.is_recording():
            note(**attributes)
            link_to(links)
        try:
            yield made
        except Exception as error:
            made.set_attribute(ERROR_TYPE, type(error).__name__)
            if not isinstance(error, CommandRejected):
                made.set_status(Status(StatusCode.ERROR))
            raise
        finally:
            _current.reset(before)


def note(**attributes: Value) -> None:
    """Add these attributes to the current span; their names get our prefix."""
    made = _current.get()
    if made.is_recording():
        made.set_attributes({f"{PREFIX}{name}": value for name, value in attributes.items()})


def failed(error_class: str) -> None:
    """Mark the current span as failed, where the error isn't raised."""
    made = _current.get()
    made.set_attribute(ERROR_TYPE, error_class)
    made.set_status(Status(StatusCode.ERROR))


def link_to(traceparents: Iterable[str | None]) -> None:
    """Link the current span, once to each trace, to the spans that these values of `traceparent` name elsewhere."""
    made = _current.get()
    if not made.is_recording():
        return
    # An attempt that was aborted has linked to them already; only the SDK's spans tell.
    linked = {made.get_span_context().trace_id, *(link.context.trace_id for link in getattr(made, "links", ()))}
    for text in filter(None, traceparents):
        found = trace.get_current_span(continued(text)).get_span_context()
        if found.is_valid and found.trace_id not in linked:
            made.add_link(found)
            linked.add(found.trace_id)
        if len(linked) > MOST_LINKS:
            return


def continued(traceparent: str | None) -> Context:
    """Return the context of a span elsewhere; a new one if there is none, or what is sent is none."""
    return _format.extract({"traceparent": traceparent}, Context()) if traceparent else Context()


def traceparent() -> str | None:
    """Return the current span as the value of `traceparent`; None where no spans are made."""
    if _Chosen.tracer is None:
        return None
    sent: dict[str, str] = {}
    _format.inject(sent)
    return sent.get("traceparent")


def current() -> Span:
    return _current.get()


@contextmanager
def shared_by(spans: Iterable[Span]) -> Iterator[None]:
    """Let these spans link to what is done meanwhile, by a thread that works for all of them."""
    before = _waiting.set(tuple(spans))
    try:
        yield
    finally:
        _waiting.reset(before)


def tell_who_waits(made: Span) -> None:
    """Link from each span that waits for this one to it."""
    mine: SpanContext = made.get_span_context()
    for other in _waiting.get():
        if other.get_span_context().trace_id != mine.trace_id:
            other.add_link(mine)


def after(name: str, start: int) -> None:
    """Add a span that began at this time in nanoseconds and ends now."""
    if _Chosen.tracer:
        _Chosen.tracer.start_span(name, start_time=start).end()
