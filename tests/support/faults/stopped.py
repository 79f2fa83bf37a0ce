"""A process group that stands still: SIGSTOP has been sent, and has arrived everywhere."""

import os
import signal
from pathlib import Path

import psutil

from tests.support.waiting.eventually import eventually


def stop_group(group: int) -> None:
    """Return when every process of the group has stopped: what is sent to one of them now gets no answer."""
    os.killpg(group, signal.SIGSTOP)
    eventually(lambda: all(is_stopped(process) for process in members(group)))


def members(group: int) -> list[psutil.Process]:
    return [process for process in psutil.process_iter() if group_of(process) == group]


def group_of(process: psutil.Process) -> int | None:
    try:
        return os.getpgid(process.pid)
    except ProcessLookupError:
        return None


def is_stopped(process: psutil.Process) -> bool:
    """Each thread stops by itself; only Linux tells of each. A process that is dead does nothing more either."""
    try:
        threads = [*Path(f"/proc/{process.pid}/task").glob("*/stat")]
        states = {thread.read_text().rpartition(") ")[2][0] for thread in threads} or {state_of(process)}
    except (psutil.NoSuchProcess, FileNotFoundError, ProcessLookupError):
        return True
    return states <= {"T", "Z", "X"}


def state_of(process: psutil.Process) -> str:
    return {psutil.STATUS_STOPPED: "T", psutil.STATUS_ZOMBIE: "Z"}.get(process.status(), "?")
