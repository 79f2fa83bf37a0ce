"""Visits all streams of a walk, and brings up to date what lags."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final

from onewrite.application.operations.pages_of_heads import PageOfHeads, PageSize
from onewrite.application.operations.reconcile.compare_checkpoints import CompareCheckpoints
from onewrite.application.operations.reconcile.found import FOUND, Found
from onewrite.application.ports.walks import WalkRange
from onewrite.domain.events import JsonObject

PAGE: Final = PageSize(heads=500)
#: The time between two looks at a walk whose last ranges others hold.
PAUSE_SECONDS: Final = 5.0


@dataclass
class VisitStreams:
    """`found` is what this instance has found. It goes on until it is stopped."""

    compare: CompareCheckpoints
    walk: str
    is_stopped: Callable[[], bool] = lambda: False
    found: Found = field(default_factory=Found)

    @property
    def page_size(self) -> PageSize:
        return PAGE

    def visit(self, page: PageOfHeads, range_: WalkRange, hold: Callable[[], None]) -> JsonObject:
        found = self.compare(page, heal=True, hold=hold)
        self.found.add(found)
        return as_json(Found.all_of([FOUND.validate_python(range_.found), found]))

    def goes_on(self) -> bool:
        return not self.is_stopped()


def found_in(ranges: Iterable[WalkRange]) -> JsonObject:
    """Return what was found in all of these ranges."""
    return as_json(Found.all_of(FOUND.validate_python(one.found) for one in ranges))


def as_json(found: Found) -> JsonObject:
    return FOUND.dump_python(found, mode="json")  # type: ignore[no-any-return]
