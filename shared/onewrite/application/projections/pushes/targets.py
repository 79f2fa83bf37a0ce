"""What one message or change concerns: of some projections, the generations that are kept up to date."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from onewrite.application.ports.views import Target
from onewrite.application.projections.known_generations import KnownGenerations
from onewrite.domain.projection import Projection
from onewrite.errors import OnewriteError


@dataclass(frozen=True)
class Targets:
    """All generations, and which of them are being built. `problems` are why some of the projections have none."""

    all: Sequence[Target]
    built: Collection[Target]
    problems: Sequence[Exception]

    @classmethod
    def of(cls, projections: Iterable[Projection], generations: KnownGenerations) -> "Targets":
        kept: list[Target] = []
        built: list[Target] = []
        problems: list[Exception] = []
        for projection in projections:
            try:
                known = generations(projection.name)
            except OnewriteError as problem:
                problems.append(problem)
                continue
            kept += [(projection.name, number) for number in known.kept]
            built += [(projection.name, known.building)] if known.building else []
        return cls(kept, built, problems)

    def lines(self, apart: Collection[Target] = ()) -> Sequence[tuple[Target, ...]]:
        """Return what shares transactions: first all but those that are apart, and then each of these alone.

        What is being built is apart, too: its workers lock many checkpoints at a time, for which all would wait.
        """
        alone = [target for target in self.all if target in apart or target in self.built]
        return [tuple(target for target in self.all if target not in alone), *((target,) for target in alone)]
