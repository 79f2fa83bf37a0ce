"""`make down`: stops the processes that the state file names, after checking that each id is still that process."""

import signal
import sys
from pathlib import Path

import psutil

from emulators.paths import LOCAL
from emulators.processes.guard import signal_group
from emulators.system import state_file
from onewrite.local.system import LocalSystem

SUPERVISOR_STOP_SECONDS = 60.0
STOP_SECONDS = 5.0


def main(folder: Path = LOCAL) -> int:
    system = state_file.read(folder)
    if system is None:
        print("Nothing runs here.")
        return 0
    for line in [*stop_supervisor(system), *stop_orphans(system)] or ["Nothing was running any more."]:
        print(line)
    state_file.remove(folder)
    return 0


def stop_supervisor(system: LocalSystem) -> list[str]:
    """Stop `make up`, which stops all other processes in order."""
    supervisor = state_file.process_of(system.supervisor)
    if supervisor is None:
        return []
    supervisor.terminate()
    if ended(supervisor, SUPERVISOR_STOP_SECONDS):
        return [f"Stopped the system (pid {supervisor.pid})."]
    supervisor.kill()
    return [f"Killed `make up` (pid {supervisor.pid}): it did not stop within {SUPERVISOR_STOP_SECONDS:.0f} s."]


def stop_orphans(system: LocalSystem) -> list[str]:
    """Stop the processes that outlived `make up`."""
    found = {name: state_file.process_of(saved) for name, saved in system.processes.items()}
    orphans = {name: process for name, process in found.items() if process}
    for process in orphans.values():
        signal_group(process.pid, signal.SIGTERM)
    psutil.wait_procs(orphans.values(), STOP_SECONDS)
    for process in orphans.values():
        signal_group(process.pid, signal.SIGKILL)
    return [f"Stopped {name} (pid {process.pid})." for name, process in orphans.items()]


def ended(process: psutil.Process, within: float) -> bool:
    gone, _ = psutil.wait_procs([process], within)
    return bool(gone)


if __name__ == "__main__":
    sys.exit(main())
