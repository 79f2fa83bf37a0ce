"""Switch the generation that answers, switch back, and drop generations; each changes one row of the store."""

from collections.abc import Callable
from dataclasses import dataclass

from onewrite.application.operations.walks.names import walks_of
from onewrite.application.ports.audit_log import Actor, Operation
from onewrite.application.ports.generations import Generations
from onewrite.application.ports.views import Views
from onewrite.application.ports.walks import Walks
from onewrite.application.projections.checked_generations import CheckedGenerations
from onewrite.domain.model import Domain
from onewrite.errors import OperationRefused, Unavailable


@dataclass(frozen=True)
class SwitchView:
    """A change takes effect in each instance when it reads the generations again; no request fails meanwhile.

    Every method raises UnknownProjection, OperationRefused and Unavailable.
    """

    domain: Domain
    views: Views
    generations: CheckedGenerations
    walks: Walks
    wait: Callable[[float], None]
    #: After so many seconds every instance has read the generations again.
    generation_cache_seconds: float

    def generations_of(self, projection_name: str | None = None) -> dict[str, Generations]:
        """Return the generations by projection: of all, or of this one."""
        wanted = [self.domain.projection(projection_name)] if projection_name else self.domain.projections
        return {projection.name: self.generations.read(projection.name) for projection in wanted}

    def switch(self, projection_name: str, actor: Actor, generation: int | None = None) -> Generations:
        """Let a generation that was verified answer queries: this one, or else the newest unless it answers already.

        So it leads back after a rollback, and twice is once.
        """

        def change(known: Generations) -> Generations:
            wanted = generation or max(known.kept)
            if generation is None and wanted <= known.active:
                raise OperationRefused(
                    f"{projection_name} has nothing to switch to: rebuild it first, or name a generation that is kept",
                    projection=projection_name,
                )
            if problem := _why_not(wanted, known):
                raise OperationRefused(
                    f"{projection_name} generation {wanted} {problem}", projection=projection_name, generation=wanted
                )
            return known.switched_to(wanted)

        return self._change(projection_name, "switch", actor, change)

    def rollback(self, projection_name: str, actor: Actor) -> Generations:
        """Switch back to the generation that answered queries before."""

        def change(known: Generations) -> Generations:
            if known.previous is None:
                raise OperationRefused(f"{projection_name} has no generation to go back to", projection=projection_name)
            return known.switched_to(known.previous)

        return self._change(projection_name, "rollback", actor, change)

    def drop(self, projection_name: str, generation: int, actor: Actor) -> Generations:
        """Delete a generation that doesn't answer, with its rows; also one that is being built."""
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
        # After this wait no instance starts to advance it. A step under way may still write rows, which are never read.
        self.wait(self.generation_cache_seconds)
        try:
            self.views.drop(projection.name, generation, projection.all_tables)
            self.walks.forget(walks_of(projection.name, generation))
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
        """Change the generations, and log the operation with `generation`, or else the one that answers afterwards."""
        name = self.domain.projection(projection_name).name
        return self.generations.change(
            name,
            change,
            lambda now: Operation(operation, actor, name, details={"generation": generation or now.active}),
        )


def _why_not(wanted: int, known: Generations) -> str | None:
    """Return what is in the way of a switch."""
    if wanted == known.active:
        return "answers already"
    if wanted not in known.kept:
        return f"is not kept: those are {', '.join(map(str, known.kept))}"
    if wanted in known.verified:
        return None
    advice = "verify it first" if wanted == known.building else "rebuild the view"
    return f"is not known to equal the store: {advice}"
