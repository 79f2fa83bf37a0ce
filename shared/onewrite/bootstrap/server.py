"""The server of a deployed function: gunicorn, with a worker that limits what a slow client costs."""

import gc
from types import FrameType

from gunicorn.config import WorkerClass  # type: ignore[import-untyped]
from gunicorn.http.message import Request  # type: ignore[import-untyped]
from gunicorn.workers.gthread import TConn  # type: ignore[import-untyped]

from onewrite.adapters.http.server.runs import end_runs
from onewrite.adapters.http.server.worker import TimedWorker
from onewrite.bootstrap import cold_start
from onewrite.settings import Settings


class Worker(TimedWorker):
    """Reads the time limit when its process starts; lets runs come to their end when it is told to stop."""

    is_cold = True

    def init_process(self) -> None:
        # What the server has made it shares with this process, until somebody looks for garbage in it.
        gc.freeze()
        self.seconds = Settings.read().client_seconds
        super().init_process()

    def handle_request(self, req: Request, conn: TConn) -> bool:
        try:
            return super().handle_request(req, conn)
        finally:
            if self.is_cold:
                self.is_cold = False
                cold_start.end()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        end_runs()
        super().handle_exit(sig, frame)


def serve_with_time_limits() -> None:
    """Make `Worker` gunicorn's default, for a server that starts later: the framework has no option for it."""
    WorkerClass.default = f"{__name__}.{Worker.__name__}"
