"""What was read a moment ago, for clients that say that it will do: a thousand open pages make one read."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Final

from onewrite.application.latest import Latest

#: So many reports are kept, those that were asked for last.
MOST_KEPT: Final = 64


@dataclass(frozen=True)
class RecentReads:
    """`clock` is in seconds; it may be of this machine only."""

    clock: Callable[[], float]
    _kept: dict[Hashable, Latest[Any]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def read(self, what: Hashable, read: Callable[[], Any], max_age: float) -> Any:
        """Return a report that was read at most `max_age` seconds ago, or read it. What `read` raises is not kept."""
        if not max_age:
            return read()
        return self._of(what).get(lambda _: read(), max_age=max_age)

    def forget(self) -> None:
        """Forget all, since something was changed. A read that is under way is kept by nobody."""
        with self._lock:
            self._kept.clear()

    def _of(self, what: Hashable) -> Latest[Any]:
        with self._lock:
            kept = self._kept.pop(what, None) or Latest[Any](self.clock)
            self._kept[what] = kept
            while len(self._kept) > MOST_KEPT:
                del self._kept[next(iter(self._kept))]
        return kept
