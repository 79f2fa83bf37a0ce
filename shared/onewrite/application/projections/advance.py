"""Advance views. Pushes, rebuilds, releases, the reconciler and queries with `min_version` all use this."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from onewrite.application.ports.views import FirstEvents, Target, Views
from onewrite.application.projections.halt import Halts
from onewrite.application.projections.steps.apply_step import ApplyStep
from onewrite.application.projections.steps.counted import counted
from onewrite.application.projections.steps.failure_policy import FailurePolicy
from onewrite.application.projections.steps.step import Advanced, Part, Step
from onewrite.application.projections.steps.traced import traced
from onewrite.application.projections.steps.waiting import Waiting
from onewrite.domain.projection import Projection
from onewrite.domain.streams import StreamId
from onewrite.errors import ProjectionHalted, RowsRefused, Unavailable


@dataclass(frozen=True)
class Advance:
    """Brings streams up to date in generations of projections, in steps of one transaction and `batch` events.

    A step has `batch_bytes` of events at most: they and what is made of them have to fit in memory and in a commit.
    A failing event stops its own stream in its own view only: the events before it are applied, and the checkpoint
    keeps the failure. Raises Unavailable; a fault of the store never counts as a failure of an event. Any other fault
    is that of one part, and ProjectionHalted is one with `halts`, while most streams fail alike. A call for one part
    raises it; a call for several returns it with what became of the part.
    """

    views: Views
    failure_policy: FailurePolicy
    batch: int
    batch_bytes: int
    halts: Halts | None = None

    def __call__(self, projection: Projection, generation: int, streams: Collection[StreamId]) -> Advanced:
        return _of_one(self.together([Part(projection, generation, streams)]))

    def step(
        self,
        projection: Projection,
        generation: int,
        streams: Collection[StreamId],
        *,
        lane: int = 0,
        read: FirstEvents | None = None,
    ) -> Advanced:
        """Apply the events of one transaction; `left` of the result names the streams that may have more.

        Live traffic counts in lane 0; who works beside it may have another one, and settles it in the end. Who has
        read the events already gives the first of each stream.
        """
        return _of_one(self.step_together([Part(projection, generation, streams)], lane=lane, read=read))

    def steps(
        self, projection: Projection, generation: int, streams: Collection[StreamId], *, lane: int = 0
    ) -> Iterator[Advanced]:
        """Bring streams up to date, and yield what each transaction did."""
        return map(_of_one, self._steps_together([Part(projection, generation, streams)], lane))

    def together(self, parts: Sequence[Part]) -> Mapping[Target, Advanced]:
        """Bring all parts up to date, in transactions that they share."""
        total = {part.target: Advanced({}) for part in parts}
        for done in self._steps_together(parts):
            total |= {target: total[target].then(advanced) for target, advanced in done.items()}
        return total

    def _steps_together(self, parts: Sequence[Part], lane: int = 0) -> Iterator[Mapping[Target, Advanced]]:
        waiting = Waiting(parts, most=self.batch)
        while waiting:
            done = self.step_together(waiting.first(), lane=lane)
            yield done
            waiting.go_on(done)

    def step_together(
        self,
        parts: Sequence[Part],
        *,
        lane: int = 0,
        read: FirstEvents | None = None,
        known: Mapping[StreamId, int] | None = None,
    ) -> Mapping[Target, Advanced]:
        """Apply the events of one transaction, in which each is read once, to all parts.

        Where it is `known` which version each stream has reached in all of them, its events are read before the
        transaction, which then holds its locks for a call less.
        """
        done: dict[Target, Advanced] = {}
        chosen: list[Part] = []
        for part in parts:
            try:
                chosen.append(self._chosen(part))
            except ProjectionHalted as halted:
                done[part.target] = Advanced({}, fault=halted)
        if chosen:
            read = self._read_ahead(chosen, known) if known else read
            done |= self._run(Step(tuple(chosen), self.batch, self.batch_bytes, lane, read=read))
        tried = {part.target: part.streams for part in chosen}
        return {
            part.target: done[part.target].leaving(frozenset(part.streams).difference(tried.get(part.target, ())))
            for part in parts
        }

    def _chosen(self, part: Part) -> Part:
        """Return the part with the streams to try now. Raises ProjectionHalted."""
        if not self.halts:
            return part
        trial = self.halts.enter(part.projection.name)
        return replace(part, streams=trial.choose(part.streams), trial=trial)

    def _read_ahead(self, parts: Sequence[Part], known: Mapping[StreamId, int]) -> FirstEvents:
        after = {stream: known[stream] for part in parts for stream in part.streams}
        return self.views.read_events([part.target for part in parts], after, limit=self.batch, size=self.batch_bytes)

    def _run(self, step: Step) -> Mapping[Target, Advanced]:
        try:
            return self._transact(step)
        except Unavailable:
            raise
        except Exception as fault:  # noqa: BLE001 - any other fault is that of a part, and of no other
            return self._narrow_down(step, fault)

    def _narrow_down(self, step: Step, fault: Exception) -> Mapping[Target, Advanced]:
        """Find the part that has the fault; and the event whose rows are refused, which stops its own stream alone."""
        if len(step.parts) > 1:
            return self._run_both(*step.halves_of_parts())
        [part] = step.parts
        if isinstance(fault, RowsRefused) and not step.refusal:
            if len(part.streams) > 1:
                return self._run_both(*step.halves_of_streams())
            fewer = replace(step, limit=step.limit // 2, read=None)
            narrower = fewer if fewer.limit else replace(step, refusal=fault)
            return self._run(narrower)
        return {part.target: Advanced({}, fault=fault)}

    def _run_both(self, first: Step, second: Step) -> Mapping[Target, Advanced]:
        done = dict(self._run(first))
        for target, advanced in self._run(second).items():
            done[target] = done[target] + advanced if target in done else advanced
        return done

    def _transact(self, step: Step) -> Mapping[Target, Advanced]:
        transact = partial(self.views.transact_jointly, [part.target for part in step.parts])
        done = counted(step, partial(traced, step, transact, ApplyStep(step, self.failure_policy)))
        for part in step.parts:
            advanced = done[part.target]
            if part.trial:
                part.trial.note(advanced.tried)
            for stream in advanced.failed:
                self.failure_policy.report(*part.target, advanced.checkpoints[stream])
        return done


def _of_one(done: Mapping[Target, Advanced]) -> Advanced:
    [advanced] = done.values()
    if advanced.fault:
        raise advanced.fault
    return advanced
