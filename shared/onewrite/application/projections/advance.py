"""Advance views: the one primitive behind pushes, rebuilds, releases, reconciling and reads that can't wait."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from onewrite.application.ports.views import Views
from onewrite.application.projections.apply_step import ApplyStep
from onewrite.application.projections.failure_policy import FailurePolicy
from onewrite.application.projections.step import Advanced, Step
from onewrite.domain.projection import Projection
from onewrite.domain.streams import StreamId
from onewrite.errors import RowsRefused


@dataclass(frozen=True)
class Advance:
    """Bring streams up to date in one generation of a projection, in bounded steps of one transaction each.

    A failing event stops its own stream: what came before it is applied, its checkpoint keeps the failure, and the
    other streams go on. Raises Unavailable; faults of the store are never counted against an event.
    """

    views: Views
    failure_policy: FailurePolicy
    batch: int

    def __call__(self, projection: Projection, generation: int, streams: Collection[StreamId]) -> Advanced:
        total, left = Advanced({}), frozenset(streams)
        while left:
            advanced = self.step(projection, generation, left)
            total, left = total + advanced, advanced.left
        return replace(total, left=left)

    def step(self, projection: Projection, generation: int, streams: Collection[StreamId]) -> Advanced:
        """Take one transaction's worth of events; `left` names the streams to go on with."""
        return self._take(Step(projection, generation, streams, limit=self.batch))

    def _take(self, step: Step) -> Advanced:
        try:
            return self._transact(step)
        except RowsRefused as refusal:
            return self._narrow_down(step, refusal)

    def _narrow_down(self, step: Step, refusal: RowsRefused) -> Advanced:
        """Find the one event whose rows are refused, so that it stops its own stream and no other."""
        if len(step.streams) > 1:
            first, second = step.halves()
            return self._take(first) + self._take(second)
        if step.limit > 1:
            return self._take(replace(step, limit=step.limit // 2))
        return self._transact(replace(step, refusal=refusal))

    def _transact(self, step: Step) -> Advanced:
        advanced = self.views.transact(step.projection.name, step.generation, ApplyStep(step, self.failure_policy))
        for stream in advanced.failed:
            self.failure_policy.report(step.projection.name, step.generation, advanced.checkpoints[stream])
        return advanced
