"""Rebuild a view, the operator's side: register a new generation, cut the streams into ranges, request workers."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from onewrite.application.operations.rebuild.rebuild_progress import RebuildProgress
from onewrite.application.operations.walks.names import rebuild_of
from onewrite.application.ports.audit_log import Actor, Operation
from onewrite.application.ports.generations import BuildState, Generations
from onewrite.application.ports.rebuild_queue import RebuildQueue
from onewrite.application.ports.splits import Splits
from onewrite.application.ports.walks import Walks, between
from onewrite.application.projections.checked_generations import CheckedGenerations
from onewrite.domain.model import Domain
from onewrite.domain.streams import StreamId
from onewrite.errors import OperationRefused, Unavailable

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class RebuildView:
    """Starts, resumes, pauses and observes rebuilds.

    Every method raises UnknownProjection, OperationRefused and Unavailable.
    """

    domain: Domain
    generations: CheckedGenerations
    walks: Walks
    splits: Splits
    rebuild_queue: RebuildQueue
    wait: Callable[[float], None]
    #: After so many seconds every instance has read the generations again.
    generation_cache_seconds: float
    wanted_ranges: int

    def start(self, projection_name: str, actor: Actor) -> RebuildProgress:
        """Start to build a new generation. Raises OperationRefused while one is being built."""
        projection = self.domain.projection(projection_name)
        self.generations.begin_again(projection.name)

        def register(known: Generations) -> Generations:
            if known.building:
                raise OperationRefused(
                    f"{projection.name} is building generation {known.building} already: resume it, or cancel it",
                    projection=projection.name,
                    generation=known.building,
                )
            return known.with_new_building()

        return self._begin(projection.name, self._change(projection.name, "rebuild", actor, register))

    def resume(self, projection_name: str, actor: Actor) -> RebuildProgress:
        """Continue a rebuild that was paused, or whose `start` or `resume` did not finish."""
        return self._begin(projection_name, self._set_state(projection_name, BuildState.UNDER_WAY, "resume", actor))

    def pause(self, projection_name: str, actor: Actor) -> RebuildProgress:
        """Stop every worker after the page of streams that it is working on."""
        return self._progress(projection_name, self._set_state(projection_name, BuildState.PAUSED, "pause", actor))

    def progress(self, projection_name: str) -> RebuildProgress:
        """Return the progress. Raises OperationRefused when nothing is being built."""
        return self._progress(projection_name, self.generations.read(self.domain.projection(projection_name).name))

    def _begin(self, projection_name: str, known: Generations) -> RebuildProgress:
        generation = _building(projection_name, known)
        # After this wait every instance applies new events to the new generation; the ranges cover all older ones.
        self.wait(self.generation_cache_seconds)
        name = rebuild_of(projection_name, generation)
        cuts = self.walks.cut(self.wanted_ranges) if not self.walks.read(name) else None
        if self.generations.read(projection_name).building != generation:
            raise OperationRefused(f"Generation {generation} of {projection_name} was cancelled meanwhile")
        if cuts is not None:
            self._split(projection_name, generation, cuts)
            self.walks.begin(name, list(between(cuts)))
        progress = self._progress(projection_name, known)
        try:
            self.rebuild_queue.request_workers(projection_name, generation, progress.left)
        except Unavailable as fault:
            # The rebuild can go on without them: the command line works on it too, or an operator resumes it.
            log.warning("%s", fault.message, extra={"action": "rebuild_workers_not_requested"})
        return progress

    def _split(self, projection_name: str, generation: int, cuts: Sequence[str]) -> None:
        try:
            self.splits.split(self.domain.projection(projection_name), generation, [*map(StreamId.parse, cuts)])
        except Unavailable as fault:
            # The workers begin in one place, and the store splits it while they write.
            log.warning("%s", fault.message, extra={"action": "split_points_refused", "generation": generation})

    def _progress(self, projection_name: str, known: Generations) -> RebuildProgress:
        generation = _building(projection_name, known)
        walk = self.walks.read(rebuild_of(projection_name, generation))
        state = known.state or BuildState.UNDER_WAY
        return RebuildProgress.of(projection_name, generation, state, walk.ranges if walk else ())

    def _set_state(self, projection_name: str, state: BuildState, operation: str, actor: Actor) -> Generations:
        def change(known: Generations) -> Generations:
            _building(projection_name, known)
            return known.with_building(state)

        return self._change(self.domain.projection(projection_name).name, operation, actor, change)

    def _change(
        self, projection_name: str, operation: str, actor: Actor, change: Callable[[Generations], Generations]
    ) -> Generations:
        return self.generations.change(
            projection_name,
            change,
            lambda now: Operation(operation, actor, projection_name, details={"generation": now.building}),
        )


def _building(projection_name: str, known: Generations) -> int:
    if known.building is None:
        raise OperationRefused(f"{projection_name} is building nothing: start a rebuild", projection=projection_name)
    return known.building
