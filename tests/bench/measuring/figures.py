"""A figure: what was measured in several rounds, beside its floor, and the bar that its ratio must reach."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal, Self

#: What `ours` and its `floor` took in each round.
Rounds = Mapping[str, Sequence[float]]


@dataclass(frozen=True)
class Spread:
    """The middle round of all, with the lowest and the highest."""

    median: float
    lowest: float
    highest: float
    rounds: int

    @classmethod
    def of(cls, rounds: Sequence[float]) -> Self:
        return cls(median(rounds), min(rounds), max(rounds), len(rounds))


@dataclass(frozen=True)
class Bar:
    """What the median of a ratio has to reach."""

    side: Literal["at least", "at most"]
    ratio: float

    def is_met_by(self, ratio: Spread) -> bool:
        return ratio.median >= self.ratio if self.side == "at least" else ratio.median <= self.ratio

    def __str__(self) -> str:
        return f"{'≥' if self.side == 'at least' else '≤'} {self.ratio:g}"


def at_least(ratio: float) -> Bar:
    return Bar("at least", ratio)


def at_most(ratio: float) -> Bar:
    return Bar("at most", ratio)


@dataclass(frozen=True)
class Figure:
    """One line of the table. `bench` is its number in the README (B1 … B14); `beside` names what `floor` is.

    A ratio is always ours over the floor: of rates, where more is better, and of costs (milliseconds, bytes, calls),
    where less is. A figure without a bar informs. `why` explains a bar that is missed.
    """

    bench: str
    what: str
    unit: str
    ours: Spread
    floor: Spread | None = None
    ratio: Spread | None = None
    bar: Bar | None = None
    beside: str = "floor"
    why: str = ""

    @property
    def is_met(self) -> bool | None:
        """Whether the bar is met; None without a bar."""
        return None if self.bar is None or self.ratio is None else self.bar.is_met_by(self.ratio)


def a_rate(
    bench: str,
    what: str,
    unit: str,
    rounds: Rounds,
    *,
    each: float,
    bar: Bar | None = None,
    beside: str = "floor",
    why: str = "",
) -> Figure:
    """Return how many `each` a second, of the seconds in which `ours` and `floor` did so many in each round."""
    ours, floor = rounds["ours"], rounds["floor"]
    ratio = Spread.of([least / took for took, least in zip(ours, floor, strict=True)])
    ours, floor = [each / took for took in ours], [each / took for took in floor]
    return Figure(bench, what, unit, Spread.of(ours), Spread.of(floor), ratio, bar, beside, why)


def a_cost(
    bench: str, what: str, unit: str, rounds: Rounds, *, bar: Bar | None = None, beside: str = "floor", why: str = ""
) -> Figure:
    """Return what `ours` and `floor` cost in each round, in the unit itself; without a floor there is no ratio."""
    ours, floor = rounds["ours"], rounds.get("floor")
    if floor is None:
        return Figure(bench, what, unit, Spread.of(ours), why=why)
    ratio = Spread.of([took / least for took, least in zip(ours, floor, strict=True)])
    return Figure(bench, what, unit, Spread.of(ours), Spread.of(floor), ratio, bar, beside, why)
