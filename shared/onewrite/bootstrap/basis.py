"""What all use cases of a process are built on, and share."""

from collections.abc import Callable
from dataclasses import dataclass

from onewrite.application.projections.checked_generations import CheckedGenerations
from onewrite.application.projections.halt import Halts
from onewrite.application.projections.known_generations import KnownGenerations
from onewrite.bootstrap import purposes
from onewrite.bootstrap.adapters import Adapters
from onewrite.bootstrap.once import once
from onewrite.domain.model import Domain
from onewrite.settings import Settings


@dataclass(frozen=True)
class Basis:
    """`clock` measures durations on this machine, in seconds; times of day are the store's."""

    settings: Settings
    domain: Domain
    adapters: Adapters
    clock: Callable[[], float]
    wait: Callable[[float], None]

    @once
    def generations(self) -> CheckedGenerations:
        return CheckedGenerations(self.domain, self.adapters.used_for(purposes.GENERATIONS).generations)

    @once
    def known_generations(self) -> KnownGenerations:
        return KnownGenerations(self.generations, clock=self.clock, seconds=self.settings.generation_cache_seconds)

    @once
    def halts(self) -> Halts:
        return Halts(self.clock)
