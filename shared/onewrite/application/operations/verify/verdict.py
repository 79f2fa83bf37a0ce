"""The verdict on a view: what was compared, and where it differs from the store."""

from dataclasses import dataclass, field

#: Differences that are named one by one; the rest is only counted.
MAX_NAMED_DIFFERENCES = 100


@dataclass(frozen=True)
class Difference:
    """One row, or one stream, that isn't what the store says; names columns, never values."""

    generation: int
    place: str
    problem: str


@dataclass
class Verdict:
    """`differences` counts all of them, `named` holds the first ones.

    `skipped` counts events that an operator had skipped: they are left out of the fold as they are out of the view.
    """

    projection: str
    generations: tuple[int, ...]
    streams: int = 0
    rows: int = 0
    skipped: int = 0
    differences: int = 0
    by_generation: dict[int, int] = field(default_factory=dict)
    named: list[Difference] = field(default_factory=list)

    def add(self, difference: Difference) -> None:
        self.differences += 1
        self.by_generation[difference.generation] = self.by_generation.get(difference.generation, 0) + 1
        if len(self.named) < MAX_NAMED_DIFFERENCES:
            self.named.append(difference)
