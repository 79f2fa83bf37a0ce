"""Work on a generation for one call of the deployed function: on ranges that are free, or become free meanwhile."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from onewrite.application.ports.rebuild_queue import RebuildQueue

#: The time between two attempts to find a free range.
PAUSE_SECONDS = 5.0


class Work(Protocol):
    def __call__(self, projection_name: str, generation: int, *, seconds: float) -> bool:
        """Work on free ranges of a generation; return False if some are left that are still wanted."""


@dataclass(frozen=True)
class WorkOnRebuild:
    """Builds, then helps to verify, until nothing is left; after `seconds` it requests another worker instead.

    While ranges are left, some call is therefore under way or requested, even if another worker dies. Raises
    Unavailable if the request fails; then the bus pushes the message of this call again.
    """

    works: Sequence[Work]
    rebuild_queue: RebuildQueue
    clock: Callable[[], float]
    wait: Callable[[float], None]
    seconds: float

    def __call__(self, projection: str, generation: int) -> None:
        until = self.clock() + self.seconds
        while not all(work(projection, generation, seconds=until - self.clock()) for work in self.works):
            if self.clock() + PAUSE_SECONDS >= until:
                self.rebuild_queue.request_workers(projection, generation, 1)
                return
            self.wait(PAUSE_SECONDS)
