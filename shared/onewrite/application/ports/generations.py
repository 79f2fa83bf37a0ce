"""Generations: which complete copies of a view there are, and which one answers."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Generations:
    """`kept` holds every generation that is kept up to date; the active and the building one are among them."""

    active: int = 1
    previous: int | None = None
    building: int | None = None
    kept: tuple[int, ...] = (1,)


class GenerationStore(Protocol):
    """Every method raises Unavailable when the store can't answer."""

    def read(self, projection: str) -> Generations:
        """Return the generations of a projection; the first one alone where nothing was ever rebuilt."""
