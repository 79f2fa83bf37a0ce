"""Generations: which complete copies of a view there are, and which one answers."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol

from onewrite.application.ports.audit_log import Operation


class BuildState(StrEnum):
    """How far the generation being built has come."""

    UNDER_WAY = "under_way"
    PAUSED = "paused"
    VERIFIED = "verified"
    DIFFERS = "differs"


@dataclass(frozen=True, slots=True)
class Generations:
    """`kept` holds every generation that is kept up to date; the active and the building one are among them."""

    active: int = 1
    previous: int | None = None
    building: int | None = None
    state: BuildState | None = None
    last: int = 1
    kept: tuple[int, ...] = (1,)

    def with_new_building(self) -> "Generations":
        number = self.last + 1
        return replace(self, building=number, state=BuildState.UNDER_WAY, last=number, kept=(*self.kept, number))

    def switched_to(self, generation: int) -> "Generations":
        """Let this one answer; the one that did so far is kept, for a way back."""
        building = None if generation == self.building else self.building
        return replace(
            self, active=generation, previous=self.active, building=building, state=self.state if building else None
        )

    def without(self, generation: int) -> "Generations":
        building = None if generation == self.building else self.building
        return replace(
            self,
            previous=None if generation == self.previous else self.previous,
            building=building,
            state=self.state if building else None,
            kept=tuple(number for number in self.kept if number != generation),
        )


class GenerationStore(Protocol):
    """Every method raises Unavailable when the store can't answer."""

    def read(self, projection: str) -> Generations:
        """Return the generations of a projection; the first one alone before any rebuild. One round trip."""

    def change(
        self,
        projection: str,
        change: Callable[[Generations], Generations],
        operation_of: Callable[[Generations], Operation] | None = None,
    ) -> Generations:
        """Replace the generations by what `change` makes of them, and log `operation_of` the result.

        Both in one transaction, and both may run more than once; what they raise changes nothing.
        """
