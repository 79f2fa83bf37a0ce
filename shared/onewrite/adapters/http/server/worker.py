"""Gunicorn's worker of threads, in which a client holds a thread for a limited time only.

Gunicorn itself waits without end for the rest of a head, for a body, and for a client that takes no response.
"""

from contextlib import suppress
from socket import SHUT_WR
from typing import Any, Final

from gunicorn.http.message import Request  # type: ignore[import-untyped]
from gunicorn.workers.gthread import TConn, ThreadWorker  # type: ignore[import-untyped]

from onewrite.adapters.http.server.timed_socket import TimedSocket

#: For a client to hang up after the server. Gunicorn waits as long, but in the one thread that accepts connections.
PARTING_SECONDS: Final = 2.0


class TimedWorker(ThreadWorker):  # type: ignore[misc]
    """A client has `seconds` for the head of a request, and as long again for its body."""

    seconds: float

    def handle(self, conn: TConn) -> Any:
        """Serve one request, in a thread of the pool. Return something false if the connection is to be closed."""
        if not isinstance(conn.sock, TimedSocket):
            conn.sock = TimedSocket(conn.sock, self.seconds)
        conn.sock.restart()
        kept = super().handle(conn)
        if kept and not conn.sock.is_late:
            return kept
        _part(conn.sock)
        return False

    def handle_request(self, req: Request, conn: TConn) -> bool:
        """Serve a request whose head has come."""
        conn.sock.restart()
        return bool(super().handle_request(req, conn))


def _part(connection: TimedSocket) -> None:
    """Wait for the client to hang up, so that what it still sends cuts no response off."""
    with suppress(OSError):
        connection.shutdown(SHUT_WR)
        connection.restart(PARTING_SECONDS)
        while connection.recv(4096):
            pass
