"""Runs a whole system for the duration of a `with` block."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from emulators.functions.schedule import running_schedules
from emulators.functions.serve import Serving, await_functions, urls
from emulators.google.start import Emulators, missing_emulators, running_emulators
from emulators.google.watch import watched
from emulators.paths import FUNCTIONS
from emulators.processes.guard import ProcessGuard
from emulators.processes.ports import consecutive_ports, free_ports
from emulators.processes.process import stop_all
from emulators.provisioning.provision import provision
from emulators.say import Say, silent
from emulators.settings.delivery import Delivery
from emulators.settings.relays import relay_settings, relays, uncalled, unserved
from emulators.system import state_file
from emulators.system.supervise import Supervisor
from emulators.system.system import System
from onewrite.checks.check import check
from onewrite.checks.topology import Topology
from onewrite.checks.variables import variables
from onewrite.local.restarts import RestartRequests


@contextmanager
def running_system(  # noqa: PLR0913 - one keyword for each setting of a system
    folder: Path,
    *,
    relay: str = "eager,scheduled",
    delivery: str = "push",
    scheduled: bool = True,
    settings: Mapping[str, str] | None = None,
    emulators: Emulators | None = None,
    functions: Path | None = None,
    first_port: int | None = None,
    restart: bool = True,
    watch: bool = False,
    say: Say = silent,
) -> Iterator[System]:
    """Start everything, save the state file in `folder`, yield once every function is ready; stop everything.

    Without `emulators`, they are adopted or started; where that is not possible, the system is embedded.
    `settings` override variables of emulators.env. `functions`: a folder with some of them; without it, all of
    this repository are served. Without `first_port`, free ports are used. `scheduled`: call functions by their
    schedules.
    `restart`: start a function again after it died. `watch`: stop everything when an emulator is gone (see `watched`).
    Raises `CannotRun`, and DoesNotFit before anything is started.
    """
    topology = Topology.read()
    chosen = relays(relay)
    ways = Delivery.read(delivery, topology)
    traces = folder.resolve() / "traces"
    wanted = {"ONEWRITE_TRACE_FOLDER": str(traces), **relay_settings(chosen), **(settings or {})}
    environment = {"ONEWRITE_TRACES": "file", **variables(wanted)}
    if why := _embedded(environment, emulators):
        environment["ONEWRITE_STORE"] = "memory"
    served = functions or FUNCTIONS
    whole, topology = topology, ways.of(topology.served_from(served)).without(unserved(chosen))
    check(environment, whole, served, topology.functions, is_whole=functions is None)
    state_file.refuse_a_second(folder)
    count = len(topology.functions)
    addresses = urls(topology, free_ports(count) if first_port is None else consecutive_ports(first_port, count))
    logs = _empty(folder / "logs")
    _empty(traces)
    with ExitStack() as stack:
        stack.callback(state_file.remove, folder)
        RestartRequests(folder).take()
        System(folder, addresses, {}, None, chosen, environment).save()
        if why:
            say(f"{why} All functions run in one process, and everything is in its memory.")
            emulators = None
        else:
            emulators = emulators or stack.enter_context(running_emulators(logs, say))
            environment.update(emulators.environment)
            if watch:
                stack.enter_context(watched(emulators))
            provision(emulators, environment, topology, addresses, say)
            say(f"Starting {count} functions, each in a process of its own …")
        guard = stack.enter_context(ProcessGuard())
        serving = Serving(topology, addresses, served, environment, logs, guard)
        processes = serving.each_in_its_own() if emulators else serving.all_in_one()
        system = System(folder, addresses, processes, emulators, chosen, environment)
        stack.enter_context(_serving(system))
        stack.enter_context(_supervised(system, restart=restart, say=say))
        if scheduled:
            stack.enter_context(running_schedules(topology.without(uncalled(chosen)), addresses))
        yield system


def _embedded(environment: Mapping[str, str], emulators: Emulators | None) -> str | None:
    """Return why the system is embedded, or None if it is not."""
    if environment.get("ONEWRITE_STORE") == "memory":
        return "Embedded, as ONEWRITE_STORE=memory asks."
    lacking = "" if emulators else missing_emulators()
    return f"Embedded: {lacking}." if lacking else None


@contextmanager
def _serving(system: System) -> Iterator[None]:
    processes = {process.name: process for process in system.processes.values()}.values()
    try:
        for process in processes:
            process.start()
        system.save()
        await_functions(system.processes, system.urls)
        yield
    finally:
        stop_all(processes)


@contextmanager
def _supervised(system: System, *, restart: bool, say: Say) -> Iterator[None]:
    supervisor = Supervisor(system, restart=restart, say=say)
    supervisor.start()
    try:
        yield
    finally:
        supervisor.stop()


def _empty(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder
