"""Generations: which complete copies of a view there are, in which tables, and which one answers."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from onewrite.application.ports.audit_log import Operation
from onewrite.domain.views import TableKeys


class BuildState(StrEnum):
    """How far the generation being built has come."""

    UNDER_WAY = "under_way"
    PAUSED = "paused"
    VERIFIED = "verified"
    DIFFERS = "differs"


@dataclass(frozen=True, slots=True)
class Generations:
    """`kept` holds every generation that is kept up to date; the active and the building one are among them.

    `verified` are those that equalled the store when they were compared the last time: any of them may answer.
    `tables` are those with which the projection has begun, in every generation; none before that. A removed projection
    keeps nothing but the number of its last generation.
    """

    active: int = 1
    previous: int | None = None
    building: int | None = None
    state: BuildState | None = None
    last: int = 1
    kept: tuple[int, ...] = (1,)
    verified: tuple[int, ...] = ()
    tables: TableKeys = field(default_factory=dict)
    #: When the store had them changed the last time; None before the projection has begun.
    changed_at: datetime | None = field(default=None, compare=False)

    @property
    def has_begun(self) -> bool:
        return bool(self.tables)

    @property
    def is_removed(self) -> bool:
        return not self.kept

    def with_new_building(self) -> "Generations":
        number = self.last + 1
        return replace(self, building=number, state=BuildState.UNDER_WAY, last=number, kept=(*self.kept, number))

    def with_building(self, state: BuildState) -> "Generations":
        """Let the build be in this state; what was found before counts no longer."""
        verified = tuple(number for number in self.verified if number != self.building)
        return replace(self, state=state, verified=verified)

    def compared(self, *, equal: Collection[int], differing: Collection[int]) -> "Generations":
        """Keep what was found of each generation that was compared with the store."""
        verified = ({*self.verified, *equal} - {*differing}) & {*self.kept}
        state = self.state
        if self.building in differing:
            state = BuildState.DIFFERS
        elif self.building in equal:
            state = BuildState.VERIFIED
        return replace(self, state=state, verified=tuple(sorted(verified)))

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
            verified=tuple(number for number in self.verified if number != generation),
        )

    def removed(self) -> "Generations":
        return replace(self, previous=None, building=None, state=None, kept=(), verified=())

    def begun_again(self, tables: TableKeys) -> "Generations":
        """Begin with a number that was never used, so that nobody who is late can write to it."""
        number = self.last + 1
        return Generations(active=number, last=number, kept=(number,), tables=tables)


class GenerationStore(Protocol):
    """Every method raises Unavailable when the store can't answer."""

    def read(self, projection: str) -> Generations:
        """Return the generations of a projection; the first one alone before it has begun. One round trip."""

    def read_all(self) -> Mapping[str, Generations]:
        """Return the generations of every projection that has begun, removed ones included. One round trip."""

    def begin(self, projection: str, tables: TableKeys) -> Generations:
        """Let the projection begin with these tables unless it has begun already; return its generations."""

    def change(
        self,
        projection: str,
        change: Callable[[Generations], Generations],
        operation_of: Callable[[Generations], Operation] | None = None,
    ) -> Generations:
        """Replace the generations by what `change` makes of them, if it is something else; log `operation_of` it.

        Both in one transaction, and both may run more than once; what they raise changes nothing.
        """
