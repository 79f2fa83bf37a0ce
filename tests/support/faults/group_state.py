"""The state of a consumer group whose store fails in some steps."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from threading import Event

from spanner_changes import MemoryGroupState
from spanner_changes.partitions.partition import Lease, Partition


class FaultyState(MemoryGroupState):
    """Fails in some steps for as long as it is told to, and remembers the watermarks it was given."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: set[str] = set()
        self.watermarks: list[datetime] = []
        #: How long the store takes for a beat.
        self.beats_last = timedelta(0)

    def beat(self, member: str, lease: timedelta) -> None:
        self._fail("beat")
        Event().wait(self.beats_last.total_seconds())
        super().beat(member, lease)

    def claim(self, member: str, tokens: Collection[str]) -> Sequence[Partition]:
        claimed = super().claim(member, tokens)
        self._fail("claim")  # after the claim: its response is lost
        return claimed

    def hand_over(self, lease: Lease, watermark: datetime) -> None:
        self._fail("hand_over")
        super().hand_over(lease, watermark)

    def leave(self, member: str) -> None:
        self._fail("leave")
        super().leave(member)

    def advance(self, lease: Lease, watermark: datetime, *, waits_at: datetime | None = None) -> None:
        super().advance(lease, watermark, waits_at=waits_at)
        self.watermarks.append(watermark)

    def _fail(self, name: str) -> None:
        if name in self.faults:
            raise ConnectionError(f"no {name}")
