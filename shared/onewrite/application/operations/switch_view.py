"""Switch which generation answers, switch back, and drop what is no longer wanted: one row each."""

from collections.abc import Callable
from dataclasses import dataclass

from onewrite.application.ports.audit_log import Actor, Operation
from onewrite.application.ports.generations import BuildState, Generations, GenerationStore
from onewrite.application.ports.rebuild_ranges import RebuildRanges
from onewrite.application.ports.views import Views
from onewrite.domain.model import Domain
from onewrite.errors import OperationRefused, Unavailable


@dataclass(frozen=True)
class SwitchView:
    """Takes effect in each instance once it reads its generations again; no request fails meanwhile.

    Every method raises UnknownProjection, OperationRefused and Unavailable.
    """

    domain: Domain
    views: Views
    generations: GenerationStore
    ranges: RebuildRanges
    wait: Callable[[float], None]
    everyone_knows_after: float

    def switch(self, projection_name: str, actor: Actor) -> Generations:
        """Let the generation that was built and verified answer."""

        def change(known: Generations) -> Generations:
            if known.building is None:
                raise OperationRefused(
                    f"{projection_name} has nothing to switch to: rebuild it first", projection=projection_name
                )
            if known.state is not BuildState.VERIFIED:
                raise OperationRefused(
                    f"{projection_name} generation {known.building} is not known to equal the store: verify it first",
                    projection=projection_name,
                    generation=known.building,
                )
            return known.switched_to(known.building)

        return self._change(projection_name, "switch", actor, change)

    def rollback(self, projection_name: str, actor: Actor) -> Generations:
        """Let the generation that answered before answer again."""

        def change(known: Generations) -> Generations:
            if known.previous is None:
                raise OperationRefused(f"{projection_name} has no generation to go back to", projection=projection_name)
            return known.switched_to(known.previous)

        return self._change(projection_name, "rollback", actor, change)

    def drop(self, projection_name: str, generation: int, actor: Actor) -> Generations:
        """Forget a generation that doesn't answer, a half-built one included, and delete its rows."""
        return self._drop(projection_name, generation, "drop", actor)

    def cancel(self, projection_name: str, actor: Actor) -> Generations:
        """Drop the generation that is being built."""
        known = self.generations.read(self.domain.projection(projection_name).name)
        if known.building is None:
            raise OperationRefused(f"{projection_name} is building nothing", projection=projection_name)
        return self._drop(projection_name, known.building, "cancel", actor)

    def _drop(self, projection_name: str, generation: int, operation: str, actor: Actor) -> Generations:
        projection = self.domain.projection(projection_name)

        def change(known: Generations) -> Generations:
            if generation == known.active:
                raise OperationRefused(
                    f"Generation {generation} of {projection_name} answers: switch first",
                    projection=projection_name,
                    generation=generation,
                )
            if generation > known.last:
                raise OperationRefused(
                    f"{projection_name} never had a generation {generation}",
                    projection=projection_name,
                    generation=generation,
                )
            return known.without(generation)

        known = self._change(projection_name, operation, actor, change, generation)
        # By then nobody begins to advance it. One who has streams in hand may still write rows; nobody reads them.
        self.wait(self.everyone_knows_after)
        try:
            self.views.drop(projection.name, generation, projection.tables)
            self.ranges.delete(projection.name, generation)
        except Unavailable as fault:
            raise Unavailable(
                f"Rows of generation {generation} of {projection_name} are left, drop it again: {fault.message}",
                projection=projection_name,
                generation=generation,
            ) from fault
        return known

    def _change(
        self,
        projection_name: str,
        operation: str,
        actor: Actor,
        change: Callable[[Generations], Generations],
        generation: int | None = None,
    ) -> Generations:
        """Put on record which generation it was about; where none is named, the one that answers now."""
        name = self.domain.projection(projection_name).name
        return self.generations.change(
            name,
            change,
            lambda now: Operation(operation, actor, name, details={"generation": generation or now.active}),
        )
