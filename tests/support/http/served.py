"""An API behind a URL, in a thread of this process."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

from flask import Request
from werkzeug.serving import make_server

from onewrite.adapters.http.api import Api

#: How long the server goes on at most after it was told to stop.
POLL_SECONDS = 0.01


@contextmanager
def served(api: Api) -> Iterator[str]:
    """Yield the URL."""
    server = make_server("127.0.0.1", 0, lambda call, start: api(Request(call))(call, start), threaded=True)
    serving = Thread(target=server.serve_forever, args=(POLL_SECONDS,))
    serving.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        serving.join()
        server.server_close()
