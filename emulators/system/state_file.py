"""The state file: tells `onewrite status`, `make down` and a second `make up` what runs here."""

from pathlib import Path
from typing import Final

import psutil

from emulators.errors import CannotRun
from onewrite.local.system import LocalSystem, RunningProcess

NAME: Final = "local.json"


def write(folder: Path, system: LocalSystem) -> None:
    """Replace the file in one step: a reader finds the old content or the new one, never a part."""
    folder.mkdir(parents=True, exist_ok=True)
    fresh = folder / f"{NAME}.new"
    fresh.write_text(system.as_json())
    fresh.replace(folder / NAME)


def read(folder: Path) -> LocalSystem | None:
    return LocalSystem.read(folder / NAME)


def remove(folder: Path) -> None:
    (folder / NAME).unlink(missing_ok=True)


def refuse_a_second(folder: Path) -> None:
    """Raise `CannotRun` while the system of this folder runs."""
    system = read(folder)
    if system and process_of(system.supervisor):
        urls = "\n".join(f"  {name}  {url}" for name, url in system.functions.items())
        raise CannotRun(f"already running (pid {system.supervisor.pid}): use it, or stop it with `make down`\n{urls}")


def identify(pid: int) -> RunningProcess:
    """Add the start time of the process, as its id alone may be reused."""
    return RunningProcess(pid=pid, started=psutil.Process(pid).create_time())


def process_of(saved: RunningProcess) -> psutil.Process | None:
    """Return the process, or None if it has ended, also if another process has its id now."""
    try:
        process = psutil.Process(saved.pid)
        dead = process.status() == psutil.STATUS_ZOMBIE
    except psutil.Error:
        return None
    return process if not dead and abs(process.create_time() - saved.started) < 1 else None
