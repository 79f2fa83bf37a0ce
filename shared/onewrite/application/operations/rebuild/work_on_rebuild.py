"""Work on a rebuild for one call of the deployed function: on what is free, and on what comes free meanwhile."""

from collections.abc import Callable
from dataclasses import dataclass

from onewrite.application.operations.rebuild.rebuild_worker import RebuildWorker
from onewrite.application.ports.rebuild_queue import RebuildQueue

#: How long a worker that found no free range waits before it looks again.
PAUSE_SECONDS = 5.0


@dataclass(frozen=True)
class WorkOnRebuild:
    """Returns when the generation is built or nobody wants it any more; requests another worker when time is up.

    So the message of a worker that died is never the only one that knows of the ranges left. Raises Unavailable when
    no worker can be requested: then the message that called this one comes again.
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
