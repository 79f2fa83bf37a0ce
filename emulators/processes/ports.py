"""Finds free ports, and the process that uses a port."""

import fcntl
import os
import random
import socket
import tempfile
from functools import cache
from pathlib import Path

import psutil

from emulators.errors import CannotRun

#: Below the ports that systems use for outgoing connections, so that a free port stays free until it is used.
CANDIDATES = range(20_000, 32_000)


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def free_port() -> int:
    return free_ports(1)[0]


_handed_out: set[int] = set()


def free_ports(count: int) -> list[int]:
    """Return ports that are free, and that no process was given that still runs: those may be used any moment."""
    drawn = random.SystemRandom().sample(CANDIDATES, k=len(CANDIDATES))
    free = (port for port in drawn if port not in _handed_out and _claimed(port) and is_free(port))
    ports = [next(free) for _ in range(count)]
    _handed_out.update(ports)
    return ports


def _claimed(port: int) -> bool:
    """Claim the port for as long as this process lives; False if another process has claimed it."""
    try:
        fcntl.lockf(_claims(), fcntl.LOCK_EX | fcntl.LOCK_NB, 1, port)
    except OSError:
        return False
    return True


@cache
def _claims() -> int:
    """Open the file of which every process locks the bytes with the numbers of its ports."""
    file = Path(tempfile.gettempdir(), f"onewrite-ports-{os.getuid()}")
    return os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


#: Added to a first port that can't be used, to suggest another one.
ELSEWHERE = 1000


def consecutive_ports(first: int, count: int) -> list[int]:
    """Return `count` ports from `first` on. Raises `CannotRun`, naming the process, if one is in use."""
    ports = list(range(first, first + count))
    for port in ports:
        if not is_free(port):
            raise CannotRun(
                f"port {port} is in use{holder(port)}: free it, or use others: make up PORT={first + ELSEWHERE}"
            )
    return ports


def holder(port: int) -> str:
    """Name the process that listens on the port; empty if this user may not see it."""
    try:
        listening = [c for c in psutil.net_connections("tcp") if c.status == psutil.CONN_LISTEN and c.pid]
        process = next(psutil.Process(c.pid) for c in listening if c.laddr and c.laddr.port == port)
    except (psutil.Error, StopIteration):
        return ""
    return f" by {process.name()} (pid {process.pid})"
