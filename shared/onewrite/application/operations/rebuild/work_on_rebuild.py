"""Work on a rebuild for one call of the deployed function: on free ranges, and on those that become free meanwhile."""

from collections.abc import Callable
from dataclasses import dataclass

from onewrite.application.operations.rebuild.rebuild_worker import RebuildWorker
from onewrite.application.ports.rebuild_queue import RebuildQueue

#: The time between two attempts to find a free range.
PAUSE_SECONDS = 5.0


@dataclass(frozen=True)
class WorkOnRebuild:
    """Returns when the generation is built, paused or cancelled; after `seconds` it requests another worker instead.

    While ranges are left, some call is therefore under way or requested, even if another worker dies. Raises
    Unavailable if the request fails; then the bus pushes the message of this call again.
    """

    worker: RebuildWorker
    rebuild_queue: RebuildQueue
    clock: Callable[[], float]
    wait: Callable[[float], None]
    seconds: float

    def __call__(self, projection: str, generation: int) -> None:
        until = self.clock() + self.seconds
        while not self.worker.work(projection, generation, seconds=until - self.clock()):
            if self.clock() + PAUSE_SECONDS >= until:
                self.rebuild_queue.request_workers(projection, generation, 1)
                return
            self.wait(PAUSE_SECONDS)
