"""Advance views. Pushes, rebuilds, releases, the reconciler and queries with `min_version` all use this."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import partial

from onewrite.application.ports.views import Views
from onewrite.application.projections.apply_step import ApplyStep
from onewrite.application.projections.failure_policy import FailurePolicy
from onewrite.application.projections.halt import Halts
from onewrite.application.projections.step import Advanced, Step
from onewrite.application.projections.traced import traced
from onewrite.domain.projection import Projection
from onewrite.domain.streams import StreamId
from onewrite.errors import RowsRefused


@dataclass(frozen=True)
class Advance:
    """Brings streams up to date in one generation of a projection, in steps of one transaction and `batch` events.

    A step has `batch_bytes` of events at most: they and what is made of them have to fit in memory and in a commit.
    A failing event stops its own stream only: the events before it are applied, and the checkpoint keeps the failure.
    Raises Unavailable; a fault of the store never counts as a failure of an event. With `halts` it raises
    ProjectionHalted too, while most streams fail alike.
    """

    views: Views
    failure_policy: FailurePolicy
    batch: int
    batch_bytes: int
    halts: Halts | None = None

    def __call__(self, projection: Projection, generation: int, streams: Collection[StreamId]) -> Advanced:
        total, left = Advanced({}), frozenset(streams)
        while left:
            advanced = self.step(projection, generation, left)
            total, left = total + advanced, advanced.left
        return replace(total, left=left)

    def step(
        self, projection: Projection, generation: int, streams: Collection[StreamId], *, lane: int = 0
    ) -> Advanced:
        """Apply the events of one transaction; `left` of the result names the streams that may have more.

        Live traffic counts in lane 0; who works beside it may have another one, and settles it in the end.
        """
        trial = self.halts.enter(projection.name) if self.halts else None
        chosen = trial.choose(streams) if trial else streams
        step = Step(projection, generation, chosen, self.batch, self.batch_bytes, lane=lane, trial=trial)
        advanced = self._run(step)
        return replace(advanced, left=advanced.left | frozenset(streams).difference(chosen))

    def _run(self, step: Step) -> Advanced:
        try:
            return self._transact(step)
        except RowsRefused as refusal:
            return self._narrow_down(step, refusal)

    def _narrow_down(self, step: Step, refusal: RowsRefused) -> Advanced:
        """Find the event whose rows are refused, so that it stops its own stream and no other."""
        if len(step.streams) > 1:
            first, second = step.halves()
            return self._run(first) + self._run(second)
        if step.limit > 1:
            return self._run(replace(step, limit=step.limit // 2))
        return self._transact(replace(step, refusal=refusal))

    def _transact(self, step: Step) -> Advanced:
        transact = partial(self.views.transact, step.projection.name, step.generation)
        advanced = traced(step, transact, ApplyStep(step, self.failure_policy))
        if step.trial:
            step.trial.note(advanced.tried)
        for stream in advanced.failed:
            self.failure_policy.report(step.projection.name, step.generation, advanced.checkpoints[stream])
        return advanced
