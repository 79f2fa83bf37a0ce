"""A bare function, served beside those of a system: the same server, settings and database, and no code of ours."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from emulators.functions.serve import HOST, Serving, await_functions
from emulators.processes.guard import ProcessGuard
from emulators.processes.ports import free_port
from emulators.system.system import System
from onewrite.checks.topology import Topology

FLOORS = Path(__file__).parent


@contextmanager
def served_beside(system: System, name: str) -> Iterator[System]:
    """Yield the same system with one function more."""
    urls = {name: f"http://{HOST}:{free_port()}"}
    with ProcessGuard() as guard:
        serving = Serving(Topology.read(), urls, FLOORS, system.environment, system.folder / "logs", guard)
        [process] = serving.each_in_its_own().values()
        process.start()
        try:
            await_functions({name: process}, urls)
            yield replace(system, urls=system.urls | urls, processes=system.processes | {name: process})
        finally:
            process.stop()
