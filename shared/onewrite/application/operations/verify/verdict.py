"""The verdict on a view: what was compared, and which rows and streams differ from the store."""

from dataclasses import dataclass, field

#: How many differences are named; the others are only counted.
MAX_NAMED_DIFFERENCES = 100


@dataclass(frozen=True)
class Difference:
    """A row or a stream that differs from the store. The problem names columns, never values."""

    generation: int
    place: str
    problem: str


@dataclass
class Verdict:
    """`differences` counts all differences, `named` holds the first of them.

    `groups` counts those of totals. `skipped` counts events that an operator has skipped; the view and the fold both
    leave them out.
    """

    projection: str
    generations: tuple[int, ...]
    streams: int = 0
    rows: int = 0
    groups: int = 0
    skipped: int = 0
    differences: int = 0
    by_generation: dict[int, int] = field(default_factory=dict)
    named: list[Difference] = field(default_factory=list)

    @property
    def equal(self) -> frozenset[int]:
        """The generations without differences."""
        return frozenset(self.generations) - self.differing

    @property
    def differing(self) -> frozenset[int]:
        return frozenset(self.by_generation)

    def add_all(self, other: "Verdict") -> None:
        """Add what another verdict has found."""
        self.streams += other.streams
        self.rows += other.rows
        self.groups += other.groups
        self.skipped += other.skipped
        self.differences += other.differences
        for generation, number in other.by_generation.items():
            self.by_generation[generation] = self.by_generation.get(generation, 0) + number
        self.named += other.named[: MAX_NAMED_DIFFERENCES - len(self.named)]

    def add(self, difference: Difference) -> None:
        self.differences += 1
        self.by_generation[difference.generation] = self.by_generation.get(difference.generation, 0) + 1
        if len(self.named) < MAX_NAMED_DIFFERENCES:
            self.named.append(difference)
