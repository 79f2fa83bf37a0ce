"""What this process has seen of checkpoints lately, so that a push needs no look for what is known already."""

from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping
from threading import Lock
from typing import Final

from onewrite.application.ports.views import Checkpoint, Target, Views
from onewrite.domain.streams import StreamId

#: For so long it counts: longer than a bus takes to repeat itself, and less than anybody takes to restore a database.
SECONDS: Final = 60.0
#: Of the checkpoints that were seen last, so many are remembered: a few megabytes.
MOST: Final = 20_000


class KnownCheckpoints:
    """Remembers versions that the store has had, each of which is at most the one that it has now.

    The checkpoint of a generation never goes back, and no number of a generation is used twice. So who is known to be
    at a version needs no look; and who is known to be behind it finds out more under the lock of a transaction. A
    parked stream is not remembered, as a release may let it go on at any time.
    """

    def __init__(self, views: Views, clock: Callable[[], float], most: int = MOST) -> None:
        self._views = views
        self._clock = clock
        self._most = most
        #: In the order in which they were seen, each with the time of that.
        self._seen: OrderedDict[tuple[Target, StreamId], tuple[int, float]] = OrderedDict()
        self._lock = Lock()

    def __call__(self, targets: Collection[Target], stream: StreamId) -> Mapping[Target, Checkpoint]:
        """Return the checkpoints if all are known, else read them, without locks. Raises Unavailable."""
        known = {target: self._recall(target, stream) for target in targets}
        if None not in known.values():
            return {target: Checkpoint(stream, version) for target, version in known.items() if version is not None}
        # The clock is read before the store, so that the age is never underestimated.
        now = self._clock()
        found = self._views.read_checkpoints(targets, stream)
        self.remember(found, since=now)
        return found

    def remember(self, seen: Mapping[Target, Checkpoint], *, since: float) -> None:
        """Take in what was read or committed at this time of the clock, or later."""
        with self._lock:
            for target, checkpoint in seen.items():
                self._seen.pop((target, checkpoint.stream), None)
                if not checkpoint.is_parked:
                    self._seen[target, checkpoint.stream] = checkpoint.version, since
            while len(self._seen) > self._most:
                self._seen.popitem(last=False)

    def _recall(self, target: Target, stream: StreamId) -> int | None:
        version, since = self._seen.get((target, stream), (None, 0.0))
        return version if self._clock() - since < SECONDS else None
