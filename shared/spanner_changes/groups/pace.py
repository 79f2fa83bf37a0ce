"""The settings of a consumer: how far, how often, how much at once."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Pace:
    """All instances of a group should have the same.

    `waits`: whether a window ends in the future, so that one query returns changes as they are committed; else it ends
    now, and the next one comes `poll` later. The emulator can lose changes of a window that waits.
    """

    waits: bool = True
    #: How far a window reaches: into the future if it waits, else at most so far at once.
    window: timedelta = timedelta(seconds=10)
    poll: timedelta = timedelta(milliseconds=500)
    heartbeat: timedelta = timedelta(seconds=1)
    #: The most changes that are handled at once.
    batch: int = 500
    #: How many partitions are followed at once; more take turns.
    threads: int = 8
    #: How often the watermark of a partition is saved: where there were changes, and where there were none.
    save_every: timedelta = timedelta(seconds=1)
    save_idle_every: timedelta = timedelta(seconds=10)
    #: How often an instance says that it is alive and looks at the others, and how long its leases count after that.
    beat: timedelta = timedelta(seconds=1)
    lease: timedelta = timedelta(seconds=10)
    #: The pause after a failure; it doubles with each attempt.
    first_retry: timedelta = timedelta(seconds=1)
    longest_retry: timedelta = timedelta(minutes=1)

    def __post_init__(self) -> None:
        if self.lease < 2 * self.beat:
            raise ValueError("a lease shorter than two beats is lost whenever one beat is late: make it longer")
        if self.batch < 1 or self.threads < 1:
            raise ValueError("batch and threads are at least 1")
        if min(self.window, self.heartbeat, self.beat, self.first_retry, self.longest_retry) <= timedelta(0):
            raise ValueError("window, heartbeat, beat, first_retry and longest_retry are longer than nothing")

    def retry_after(self, attempts: int) -> timedelta:
        """Return the pause after so many attempts."""
        doubled = self.first_retry.total_seconds() * 2.0 ** min(max(attempts - 1, 0), 100)
        return timedelta(seconds=min(doubled, self.longest_retry.total_seconds()))
