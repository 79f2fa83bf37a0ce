"""What was read a moment ago, for clients that say that it will do: a thousand open pages make one read."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Final

#: So many reports are kept, those that were asked for last.
MOST_KEPT: Final = 64


@dataclass
class _Kept:
    """One report; who comes while it is read waits for it."""

    lock: Lock = field(default_factory=Lock)
    report: Any = None
    read_at: float = float("-inf")


@dataclass(frozen=True)
class RecentReads:
    """`clock` is in seconds; it may be of this machine only."""

    clock: Callable[[], float]
    _kept: dict[Hashable, _Kept] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def read(self, what: Hashable, read: Callable[[], Any], max_age: float) -> Any:
        """Return a report that was read at most `max_age` seconds ago, or read it. What `read` raises is not kept."""
        if not max_age:
            return read()
        kept = self._of(what)
        with kept.lock:
            if self.clock() - kept.read_at > max_age:
                kept.report, kept.read_at = read(), self.clock()
            return kept.report

    def forget(self) -> None:
        """Forget all, since something was changed. A read that is under way is kept by nobody."""
        with self._lock:
            self._kept.clear()

    def _of(self, what: Hashable) -> _Kept:
        with self._lock:
            kept = self._kept.pop(what, None) or _Kept()
            self._kept[what] = kept
            while len(self._kept) > MOST_KEPT:
                del self._kept[next(iter(self._kept))]
        return kept
