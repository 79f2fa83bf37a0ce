"""Walk over all streams: take ranges under leases, a page of heads at a time, and save how far each one is."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Protocol

from onewrite.application.operations.pages_of_heads import PageOfHeads, PageSize, pages_of_heads
from onewrite.application.operations.walks.pace import AT_ONCE, Pace
from onewrite.application.ports.event_store import EventStore
from onewrite.application.ports.walks import RangeLease, Walk, WalkRange, Walks, between
from onewrite.domain.events import JsonObject
from onewrite.errors import LeaseLost


class Visitor(Protocol):
    """What is done with the streams of a walk."""

    @property
    def walk(self) -> str:
        """The name of the walk."""

    @property
    def page_size(self) -> PageSize:
        """How much is visited between two looks at the time, and at whether the walk is wanted."""

    def visit(self, page: PageOfHeads, range_: WalkRange, hold: Callable[[], None]) -> JsonObject:
        """Handle a page; return what was found in the range up to its end.

        What takes long has to call `hold` now and then: it renews the lease, and raises LeaseLost.
        """

    def goes_on(self) -> bool:
        """Whether the walk is still wanted."""


@dataclass(frozen=True)
class WalkStreams:
    """Works on one range at a time; any number of instances may work on the same walk.

    If one of them dies, another one takes its range once the lease has expired, and continues at the saved position.
    """

    store: EventStore
    walks: Walks
    new_holder: Callable[[], str]
    clock: Callable[[], float]
    wait: Callable[[float], None]
    lease_for: timedelta
    wanted_ranges: int

    def begin(self, name: str, *, anew: bool = False) -> Walk:
        """Return the walk that is under way; if there is none, or if it is given up, cut the streams and begin one."""
        known = self.walks.read(name)
        if known and known.ranges and not anew:
            return known
        return self.walks.begin(name, list(between(self.walks.cut(self.wanted_ranges))), anew=anew)

    def work(self, visitor: Visitor, *, seconds: float, pace: Pace = AT_ONCE) -> Walk | None:
        """Work on free ranges until none is left or `seconds` are over; return the walk as it is then."""
        holder, began = self.new_holder(), self.clock()
        while visitor.goes_on() and self.clock() < began + seconds:
            lease = self.walks.acquire(visitor.walk, holder, self.lease_for)
            if lease is None:
                break
            try:
                self._walk(visitor, lease, began + seconds, pace)
            except LeaseLost:
                continue
        return self.walks.read(visitor.walk)

    def _walk(self, visitor: Visitor, lease: RangeLease, deadline: float, pace: Pace) -> None:
        """Visit the pages of a range; save the position after each of them."""
        progress = lease.range
        for page in pages_of_heads(self.store, size=visitor.page_size, after=progress.position, upto=progress.upto):
            hold = _Hold(self, lease, progress)
            progress = replace(
                progress,
                found=visitor.visit(page, progress, hold),
                position=str(page.streams[-1]) if page.streams else progress.position,
                is_done=page.is_last,
            )
            self.walks.save(lease, progress, self.lease_for)
            self._pause(pace.pause_after(len(page.heads)), deadline, _Hold(self, lease, progress))
            if not page.is_last and not (self.clock() < deadline and visitor.goes_on()):
                self.walks.save(lease, progress, timedelta(0))
                return

    def _pause(self, seconds: float, deadline: float, hold: Callable[[], None]) -> None:
        """Keep the pace, and the lease meanwhile."""
        left = min(seconds, deadline - self.clock())
        while left > 0:
            some = min(left, max(1.0, self.lease_for.total_seconds() / 3))
            self.wait(some)
            left -= some
            hold()


class _Hold:
    """Renews the lease when a third of it is over."""

    def __init__(self, walking: WalkStreams, lease: RangeLease, progress: WalkRange) -> None:
        self._walking, self._lease, self._progress = walking, lease, progress
        self._renewed = walking.clock()

    def __call__(self) -> None:
        lease_for = self._walking.lease_for
        if self._walking.clock() - self._renewed > lease_for.total_seconds() / 3:
            self._walking.walks.save(self._lease, self._progress, lease_for)
            self._renewed = self._walking.clock()
