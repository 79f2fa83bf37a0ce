"""The server of a deployed function: gunicorn, with a worker that limits what a slow client costs."""

from gunicorn.config import WorkerClass  # type: ignore[import-untyped]

from onewrite.adapters.http.server.worker import TimedWorker
from onewrite.settings import Settings


class Worker(TimedWorker):
    """Reads the time limit when its process starts."""

    def init_process(self) -> None:
        self.seconds = Settings().client_seconds
        super().init_process()


def serve_with_time_limits() -> None:
    """Make `Worker` gunicorn's default, for a server that starts later: the framework has no option for it."""
    WorkerClass.default = f"{__name__}.{Worker.__name__}"
