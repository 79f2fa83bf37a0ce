"""Traces that were kept: the spans of each, put together across processes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias

from onewrite.application.tracing import PREFIX

Attributes: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class KeptSpan:
    """Times are nanoseconds since 1970. `links` are spans of other traces, as trace id and span id."""

    trace_id: str
    span_id: str
    parent_id: str | None
    name: str
    kind: str
    function: str
    start: int
    end: int
    is_failed: bool
    attributes: Attributes = field(default_factory=dict)
    links: tuple[tuple[str, str], ...] = ()

    @property
    def stream(self) -> str | None:
        return self.attributes.get(f"{PREFIX}stream")


@dataclass(frozen=True, slots=True)
class KeptTrace:
    """The spans of one trace in the order of their starts; `linked` are those of others that work for it too."""

    trace_id: str
    spans: Sequence[KeptSpan]
    linked: Sequence[KeptSpan] = ()

    @property
    def root(self) -> KeptSpan:
        """The first span whose parent is not among the others: nobody's, or one that a caller has made elsewhere."""
        known = {span.span_id for span in self.spans}
        return next((span for span in self.spans if span.parent_id not in known), self.spans[0])

    @property
    def stream(self) -> str | None:
        return next((span.stream for span in self.spans if span.stream), None)

    @property
    def start(self) -> int:
        return self.spans[0].start

    @property
    def end(self) -> int:
        return max(span.end for span in self.spans)

    @property
    def is_failed(self) -> bool:
        return any(span.is_failed for span in self.spans)


class Traces(Protocol):
    @property
    def elsewhere(self) -> str | None:
        """Why there are none here, and where else to look; None where traces are kept."""

    @property
    def link(self) -> str | None:
        """Where a trace is shown elsewhere, with `{trace_id}` in it."""

    def newest(self, limit: int, stream: str | None = None) -> Sequence[KeptTrace]:
        """Return the traces that began last, the newest first; with `stream`, those that have to do with it."""

    def of(self, trace_id: str) -> KeptTrace | None:
        """Return one trace; None if it isn't kept, or not any more."""
