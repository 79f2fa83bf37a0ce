"""A step of advancing views as spans: each attempt to apply it, and the commit."""

from collections.abc import Callable, Mapping
from time import time_ns
from typing import TypeAlias

from onewrite.application import tracing
from onewrite.application.ports.views import JointTransaction, Target
from onewrite.application.projections.steps.step import Advanced, Step

Done: TypeAlias = Mapping[Target, Advanced]
Work: TypeAlias = Callable[[JointTransaction], Done]


def traced(step: Step, transact: Callable[[Work], Done], work: Work) -> Done:
    """Return `transact(work)`. The span is of the push or query that waits for it, or else of a trace of its own."""
    applied_at = time_ns()

    def attempt(transaction: JointTransaction) -> Done:
        nonlocal applied_at
        begun = time_ns()
        try:
            return work(transaction)
        finally:
            tracing.after(tracing.APPLY, begun)
            applied_at = time_ns()

    projections = dict.fromkeys(part.projection.name for part in step.parts)
    with tracing.span(tracing.ADVANCE, projection="+".join(projections)) as span:
        tracing.tell_who_waits(span)
        done = transact(attempt)
        if span.is_recording():
            tracing.after(tracing.COMMIT, applied_at)
            _tell(step, done)
    return done


def _tell(step: Step, done: Done) -> None:
    streams = {stream for part in step.parts for stream in part.streams}
    if len(step.parts) == 1:
        tracing.note(generation=step.parts[0].generation)
    tracing.note(streams=len(streams), applied=sum(advanced.applied for advanced in done.values()))
    if len(streams) == 1:
        [stream] = streams
        versions = [(advanced.checkpoints[stream].version, advanced.applied) for advanced in done.values()]
        since = min(version - applied for version, applied in versions)
        tracing.note(stream=str(stream), from_version=since, version=min(version for version, _ in versions))
    for advanced in done.values():
        if advanced.fault:
            tracing.failed(type(advanced.fault).__name__)
        for stream in advanced.failed:
            found = advanced.checkpoints[stream]
            tracing.note(is_parked=found.is_parked)
            tracing.failed(found.failure.error_class if found.failure else "")
