"""A step of advancing a view as spans: each attempt to apply it, and the commit."""

from collections.abc import Callable
from time import time_ns
from typing import TypeAlias

from onewrite.application import tracing
from onewrite.application.ports.views import ViewTransaction
from onewrite.application.projections.step import Advanced, Step

Work: TypeAlias = Callable[[ViewTransaction], Advanced]


def traced(step: Step, transact: Callable[[Work], Advanced], work: Work) -> Advanced:
    """Return `transact(work)`. The span is of the push or query that waits for it, or else of a trace of its own."""
    applied_at = time_ns()

    def attempt(transaction: ViewTransaction) -> Advanced:
        nonlocal applied_at
        begun = time_ns()
        try:
            return work(transaction)
        finally:
            tracing.after(tracing.APPLY, begun)
            applied_at = time_ns()

    with tracing.span(tracing.ADVANCE, projection=step.projection.name, generation=step.generation) as span:
        tracing.tell_who_waits(span)
        advanced = transact(attempt)
        if span.is_recording():
            tracing.after(tracing.COMMIT, applied_at)
            _tell(step, advanced)
    return advanced


def _tell(step: Step, advanced: Advanced) -> None:
    tracing.note(streams=len(step.streams), applied=advanced.applied)
    if len(step.streams) == 1:
        [now] = advanced.checkpoints.values()
        tracing.note(stream=str(now.stream), from_version=now.version - advanced.applied, version=now.version)
    for stream in advanced.failed:
        found = advanced.checkpoints[stream]
        tracing.note(is_parked=found.is_parked)
        tracing.failed(found.failure.error_class if found.failure else "")
