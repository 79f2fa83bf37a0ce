"""The parts of a local system, and which of them respond."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from rich.text import Text

from onewrite.cli.output import print_table
from onewrite.local.probes import PROBE_TIMEOUT_SECONDS, function_responds, pubsub_responds, spanner_responds
from onewrite.local.system import LocalSystem


@dataclass(frozen=True)
class Part:
    name: str
    place: str
    responds: bool


def probe_parts(system: LocalSystem) -> list[Part]:
    """Probe all parts at the same time, so that a part that hangs does not delay the others."""
    with ThreadPoolExecutor() as threads:
        probes = [
            (name, url, threads.submit(function_responds, url, within=PROBE_TIMEOUT_SECONDS))
            for name, url in system.functions.items()
        ]
        if spanner := system.spanner:
            probes.append(
                ("Spanner", spanner.host, threads.submit(spanner_responds, spanner.host, within=PROBE_TIMEOUT_SECONDS))
            )
        if pubsub := system.pubsub:
            probes.append(
                ("Pub/Sub", pubsub.host, threads.submit(pubsub_responds, pubsub.host, within=PROBE_TIMEOUT_SECONDS))
            )
        parts = [Part(name, place, probe.result()) for name, place, probe in probes]
    # If `make up` has ended, other processes may use its ports and respond.
    supervisor = Part("make up", f"pid {system.supervisor.pid}", system.supervisor.is_alive)
    return [supervisor, *parts]


def show_parts(system: LocalSystem, parts: Sequence[Part]) -> None:
    yes, no = Text("yes", "green"), Text("no", "red")
    rows = [(part.name, part.place, yes if part.responds else no) for part in parts]
    print_table(("part", "where", "ready"), rows, empty="", caption=f"relay: {', '.join(system.relay) or 'none'}")
