"""What each process of a running system uses: its processor time, and its memory."""

from collections.abc import Mapping
from dataclasses import dataclass

import psutil

from emulators.system.system import System

MIB = 2**20


@dataclass(frozen=True)
class Use:
    """Of a process and those that it has started."""

    processor_seconds: float
    memory_mib: float


def use_of(pid: int) -> Use:
    first = psutil.Process(pid)
    group = [first, *first.children(recursive=True)]
    seconds = sum(process.cpu_times().user + process.cpu_times().system for process in group)
    return Use(seconds, sum(process.memory_info().rss for process in group) / MIB)


def use_by_process(system: System) -> Mapping[str, Use]:
    """Return that of each function, of both emulators, and of the clients, who are in this process."""
    functions = {name: use_of(process.pid) for name, process in system.processes.items()}
    started = system.emulators.processes if system.emulators else ()
    emulators = {process.name: use_of(process.pid) for process in started}
    me = psutil.Process()
    mine = Use(me.cpu_times().user + me.cpu_times().system, me.memory_info().rss / MIB)
    return functions | emulators | {"clients": mine}


def milliseconds_between(before: Mapping[str, Use], after: Mapping[str, Use], each: int) -> Mapping[str, float]:
    """Return the processor time of each process for one of so many commands."""
    return {name: (use.processor_seconds - before[name].processor_seconds) * 1000 / each for name, use in after.items()}
