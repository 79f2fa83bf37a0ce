"""The report of a release: how many streams went on or parked again, and how far the first of them got."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from onewrite.application.ports.views import Checkpoint

#: How many streams are named; the others are only counted.
MOST_NAMED: Final = 1000


@dataclass(frozen=True)
class Released:
    """How far a stream got. If it failed again, `now` is parked and holds the new failure."""

    projection: str
    generation: int
    before: Checkpoint
    now: Checkpoint

    @property
    def fails_as_before(self) -> bool:
        """Whether it is parked again, and at the same event."""
        before, now = self.before.failure, self.now.failure
        return before is not None and now is not None and before.version == now.version


@dataclass
class ReleaseReport:
    """`released` counts all streams, `named` holds the first of them, `most_named` at most.

    Of all, `parked_again` counts those that failed again, by the class of the new error in `by_error_class`;
    of these, `still_failing` counts those that failed at the same event as before.
    """

    most_named: int
    released: int = 0
    parked_again: int = 0
    still_failing: int = 0
    by_error_class: Counter[str] = field(default_factory=Counter)
    named: list[Released] = field(default_factory=list)

    @classmethod
    def of(cls, released: Iterable[Released], most_named: int) -> "ReleaseReport":
        """Take them in as they come."""
        report = cls(most_named)
        for one in released:
            report._add(one)
        return report

    def _add(self, one: Released) -> None:
        self.released += 1
        if one.now.is_parked and one.now.failure:
            self.parked_again += 1
            self.still_failing += one.fails_as_before
            self.by_error_class[one.now.failure.error_class] += 1
        if len(self.named) < self.most_named:
            self.named.append(one)
