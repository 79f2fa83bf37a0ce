"""The state of a group that refuses, at each step, what the guarantees say never happens."""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime, timedelta

from spanner_changes.partitions.partition import Lease, Partition
from spanner_changes.records import Child
from spanner_changes.state.memory import MemoryGroupState
from tests.support.change_streams.handled import Handled


class CheckedState(MemoryGroupState):
    """Keeps a book of its own on who claimed what last, and on how far each partition was followed."""

    def __init__(self, clock: Callable[[], datetime], handled: Handled) -> None:
        super().__init__(clock)
        self.handled = handled
        self.good: dict[str, Lease] = {}
        self.watermarks: dict[str, datetime] = {}

    def claim(self, member: str, tokens: Collection[str]) -> Sequence[Partition]:
        claimed = super().claim(member, tokens)
        for one in claimed:
            last = self.good.get(one.token)
            assert last is None or last.fence < one.fence, "a fence that was given out before"
            self.good[one.token] = one.lease
        return claimed

    def start_over(self, at: datetime, lease: Lease | None = None) -> None:
        super().start_over(at, lease)
        self.watermarks.clear()

    def advance(self, lease: Lease, watermark: datetime, *, waits_at: datetime | None = None) -> None:
        super().advance(lease, watermark, waits_at=waits_at)
        self._check(lease, watermark)

    def fail(self, lease: Lease, watermark: datetime, *, at: datetime, error: str, retry_after: timedelta) -> None:
        super().fail(lease, watermark, at=at, error=error, retry_after=retry_after)
        self._check(lease, watermark)
        assert watermark < at, "a watermark that passed the failure"

    def hand_over(self, lease: Lease, watermark: datetime) -> None:
        super().hand_over(lease, watermark)
        self._check(lease, watermark)

    def end(self, lease: Lease, at: datetime, children: Iterable[Child] = ()) -> None:
        super().end(lease, at, children)
        self._check(lease, at)

    def _check(self, lease: Lease, watermark: datetime) -> None:
        assert self.good[lease.token] == lease, "a commit under a lease that was lost"
        assert self.watermarks.get(lease.token, watermark) <= watermark, "a watermark that went back"
        self.watermarks[lease.token] = watermark
        missing = self.handled.missing(lease.token, watermark)
        assert not missing, f"a watermark that passed {missing}"
