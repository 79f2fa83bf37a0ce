"""Reads the spans that the processes of a system on this machine have written into files."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from pathlib import Path
from threading import Lock
from typing import TypeAlias

from onewrite.adapters.traces.files import ENDING
from onewrite.application.ports.traces import KeptSpan, KeptTrace

#: When a file was changed last, and how long it is.
State: TypeAlias = tuple[int, int]


@dataclass
class TracesInFolder:
    """Traces over files, of which those that have not changed since are not read again."""

    folder: Path
    elsewhere: str | None = None
    link: str | None = None
    _read: dict[Path, tuple[State, Sequence[KeptSpan]]] = field(default_factory=dict, repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def newest(self, limit: int, stream: str | None = None) -> Sequence[KeptTrace]:
        traces = [KeptTrace(trace_id, spans) for trace_id, spans in self._by_trace().items()]
        wanted = [trace for trace in traces if stream is None or any(span.stream == stream for span in trace.spans)]
        return sorted(wanted, key=attrgetter("start"), reverse=True)[:limit]

    def of(self, trace_id: str) -> KeptTrace | None:
        traces = self._by_trace()
        if trace_id not in traces:
            return None
        others = (span for other, spans in traces.items() if other != trace_id for span in spans)
        return KeptTrace(trace_id, traces[trace_id], _linked(trace_id, others, traces))

    def _by_trace(self) -> Mapping[str, Sequence[KeptSpan]]:
        traces = defaultdict[str, list[KeptSpan]](list)
        with self._lock:
            self._read = {path: self._spans_of(path) for path in sorted(self.folder.glob(f"*{ENDING}"))}
            found = [span for _, spans in self._read.values() for span in spans]
        for span in sorted(found, key=attrgetter("start")):
            traces[span.trace_id].append(span)
        return traces

    def _spans_of(self, path: Path) -> tuple[State, Sequence[KeptSpan]]:
        try:
            now = path.stat()
            state, before = (now.st_mtime_ns, now.st_size), self._read.get(path)
            return before if before and before[0] == state else (state, _parsed(path.read_bytes()))
        except OSError:  # it is gone, or somebody else's
            return (0, 0), ()


def _parsed(text: bytes) -> Sequence[KeptSpan]:
    """Return the spans of all whole lines."""
    whole, _, _ = text.rpartition(b"\n")
    return [span for span in map(_span_in, whole.splitlines()) if span]


def _span_in(line: bytes) -> KeptSpan | None:
    """Return the span; None for a line that broke off, as on a full disk, or that another release has written."""
    try:
        return _span_of(**json.loads(line))
    except (ValueError, TypeError):
        return None


def _span_of(*, links: list[list[str]], **same: object) -> KeptSpan:
    return KeptSpan(links=tuple((trace, span) for trace, span in links), **same)  # type: ignore[arg-type]


def _linked(trace_id: str, others: Iterable[KeptSpan], traces: Mapping[str, Sequence[KeptSpan]]) -> Sequence[KeptSpan]:
    """Return the spans of other traces that link to this one or that it links to, and what is in them."""
    wanted = {place for span in traces[trace_id] for place in span.links}
    linked = [
        span
        for span in others
        if (span.trace_id, span.span_id) in wanted or any(trace == trace_id for trace, _ in span.links)
    ]
    ids = {span.span_id for span in linked}
    within = [span for one in linked for span in traces[one.trace_id] if span.parent_id in ids]
    return sorted({span.span_id: span for span in (*linked, *within)}.values(), key=attrgetter("start"))
