"""The parts of a local system, and which of them answer."""

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
    answers: bool


def ask(system: LocalSystem) -> list[Part]:
    """Every part at the same time, so that one that hangs costs the others nothing."""
    with ThreadPoolExecutor() as threads:
        asked = [
            (name, url, threads.submit(function_responds, url, within=PROBE_TIMEOUT_SECONDS))
            for name, url in system.functions.items()
        ]
        if spanner := system.spanner:
            asked.append(
                ("Spanner", spanner.host, threads.submit(spanner_responds, spanner.host, within=PROBE_TIMEOUT_SECONDS))
            )
        if pubsub := system.pubsub:
            asked.append(
                ("Pub/Sub", pubsub.host, threads.submit(pubsub_responds, pubsub.host, within=PROBE_TIMEOUT_SECONDS))
            )
        answering = [Part(name, place, answer.result()) for name, place, answer in asked]
    # If this one is dead, whoever answered has taken over the ports.
    supervisor = Part("make up", f"pid {system.supervisor.pid}", system.supervisor.is_alive)
    return [supervisor, *answering]


def show_parts(system: LocalSystem, parts: Sequence[Part]) -> None:
    yes, no = Text("yes", "green"), Text("no", "red")
    rows = [(part.name, part.place, yes if part.answers else no) for part in parts]
    print_table(("part", "where", "answers"), rows, empty="", caption=f"relay: {', '.join(system.relay) or 'none'}")
