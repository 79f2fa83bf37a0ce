"""A connection that gives its client a limited time, whether the client is silent or sends a byte now and then."""

from errno import ECONNRESET
from socket import socket
from time import monotonic
from typing import Any


class TimedSocket(socket):
    """Takes the place of an accepted socket. All that is received until `restart` has one time limit."""

    def __init__(self, accepted: socket, seconds: float) -> None:
        super().__init__(fileno=accepted.detach())
        self._seconds = seconds
        self.restart()

    def restart(self, seconds: float | None = None) -> None:
        """Give the client its time once more, or another time."""
        self._until = monotonic() + (self._seconds if seconds is None else seconds)
        #: Whether the time was over while something was waited for.
        self.is_late = False

    def recv(self, bufsize: int, flags: int = 0, /) -> bytes:
        """Return what has come. Once the time is over that is nothing, as if the client had hung up."""
        left, own_limit = self._until - monotonic(), self.gettimeout()
        if left > 0:
            self.settimeout(left if own_limit is None else min(left, own_limit))
            try:
                return super().recv(bufsize, flags)
            except TimeoutError:
                pass
            finally:
                self.settimeout(own_limit)
        self.is_late = True
        return b""

    def sendall(self, data: Any, flags: int = 0, /) -> None:
        """Send all of it. Raises ConnectionResetError if the client has not taken it when its time is over."""
        own_limit = self.gettimeout()
        self.settimeout(self._seconds)
        try:
            super().sendall(data, flags)
        except TimeoutError:
            raise ConnectionResetError(ECONNRESET, "the client's time is over") from None
        finally:
            self.settimeout(own_limit)
