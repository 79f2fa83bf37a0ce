"""A partition as a group remembers it, the lease on it, and what went wrong in it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

#: The resolution of Spanner's commit timestamps.
TICK: Final = timedelta(microseconds=1)
#: The text of an error is kept up to this many characters.
ERROR_LENGTH: Final = 1024


@dataclass(frozen=True, slots=True)
class Lease:
    """One instance's hold on one partition. `fence` grows with each holder, so an old lease is recognised."""

    token: str
    holder: str
    fence: int


@dataclass(frozen=True, slots=True)
class Failure:
    """A change that could not be handled: the partition's watermark stays before `timestamp` until it can."""

    timestamp: datetime
    error: str
    attempts: int
    retry_at: datetime


@dataclass(frozen=True, slots=True)
class Partition:
    """Everything up to and including `watermark` has been handled.

    `waits_at`: keys moved in at this time, and their source has not been followed as far yet.
    `ended_at`: set once the partition has been followed to its end.
    """

    token: str
    parents: tuple[str, ...]
    started_at: datetime
    watermark: datetime
    holder: str | None = None
    fence: int = 0
    waits_at: datetime | None = None
    ended_at: datetime | None = None
    failure: Failure | None = None

    @property
    def lease(self) -> Lease:
        """The lease of the instance that claimed it."""
        return Lease(self.token, self.holder or "", self.fence)

    @property
    def next_start(self) -> datetime:
        """Where the next window begins: both ends of a window are included."""
        return self.watermark + TICK

    def moved(self, watermark: datetime) -> "Partition":
        """Everything up to this time has been handled, and with it a failure that was not later."""
        is_over = self.failure is not None and self.failure.timestamp <= watermark
        return replace(self, watermark=watermark, failure=None if is_over else self.failure)

    @classmethod
    def starting(cls, token: str, parents: tuple[str, ...], at: datetime, fence: int = 0) -> "Partition":
        return cls(token, parents, at, at - TICK, fence=fence)
