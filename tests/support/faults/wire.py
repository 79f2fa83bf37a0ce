"""A wire to an emulator that can go dead: what is sent then arrives nowhere, and nobody is told.

To freeze the emulator instead would not do: what waits in its socket is carried out as soon as it goes on.
"""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Thread

HOST = "127.0.0.1"


class Wire:
    """Forwards every connection that it takes at `host`; counts the bytes that it has `swallowed`."""

    def __init__(self, listening: socket.socket, far: str) -> None:
        self.host = f"{HOST}:{listening.getsockname()[1]}"
        self.swallowed = 0
        self._is_dead = False
        self._cut = set[socket.socket]()
        self._listening = listening
        self._far = far.rsplit(":", 1)

    @contextmanager
    def dead(self) -> Iterator[None]:
        """Swallow what is sent; in the end hang up on everybody who sent something."""
        self._is_dead, self.swallowed = True, 0
        try:
            yield
        finally:
            self._is_dead = False
            while self._cut:
                _hang_up(self._cut.pop())

    def take_calls(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listening.accept()
                far = socket.create_connection((self._far[0], int(self._far[1])))
                for ends in ((near, far), (far, near)):
                    Thread(target=self._forward, args=(*ends, near), daemon=True).start()

    def _forward(self, source: socket.socket, target: socket.socket, near: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                if self._is_dead or near in self._cut:
                    self.swallowed += len(data) * (source is near)
                    self._cut.add(near)
                else:
                    target.sendall(data)
        _hang_up(target)


def _hang_up(end: socket.socket) -> None:
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()


@contextmanager
def wire_to(far: str) -> Iterator[Wire]:
    with socket.create_server((HOST, 0)) as listening:
        wire = Wire(listening, far)
        Thread(target=wire.take_calls, daemon=True).start()
        yield wire
        _hang_up(listening)
