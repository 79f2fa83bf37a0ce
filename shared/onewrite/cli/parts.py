"""The parts of a local system, and which of them respond."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from typing import Protocol

from rich.text import Text

from onewrite.cli.output import say
from onewrite.cli.tables import print_table
from onewrite.local.probes import PROBE_TIMEOUT_SECONDS, function_responds
from onewrite.local.system import LocalSystem


class Probe(Protocol):
    def __call__(self, place: str, /, *, within: float) -> bool: ...


@dataclass(frozen=True)
class Part:
    name: str
    place: str
    responds: bool


def probe_parts(system: LocalSystem) -> list[Part]:
    """Probe all parts at the same time, so that a part that hangs does not delay the others."""
    probes = {name: (url, function_responds) for name, url in system.functions.items()} | _emulators(system)
    with ThreadPoolExecutor(len(probes)) as threads:
        probing = [
            (name, place, threads.submit(responds, place, within=PROBE_TIMEOUT_SECONDS))
            for name, (place, responds) in probes.items()
        ]
        parts = [Part(name, place, probe.result()) for name, place, probe in probing]
    # If `make up` has ended, other processes may use its ports and respond.
    supervisor = Part("make up", f"pid {system.supervisor.pid}", system.supervisor.is_alive)
    return [supervisor, *parts]


def _emulators(system: LocalSystem) -> dict[str, tuple[str, Probe]]:
    if not (system.spanner and system.pubsub):
        return {}
    from onewrite.local.emulator_probes import pubsub_responds, spanner_responds  # noqa: PLC0415 - gRPC takes its time

    return {"Spanner": (system.spanner.host, spanner_responds), "Pub/Sub": (system.pubsub.host, pubsub_responds)}


def show_parts(system: LocalSystem, parts: Sequence[Part]) -> None:
    yes, no = Text("yes", "green"), Text("no", "red")
    rows = [(part.name, part.place, yes if part.responds else no) for part in parts]
    print_table(("part", "where", "ready"), rows)
    say(f"Relay: {', '.join(system.relay) or 'none'}.\n")


def parts_as_json(system: LocalSystem | None, parts: Sequence[Part]) -> Mapping[str, object]:
    """Return where each part is, and which of them are ready."""
    if system is None:
        return {"functions": {}, "spanner": None, "pubsub": None, "relay": [], "parts": {}}
    saved = asdict(system)
    places = {name: saved[name] for name in ("functions", "spanner", "pubsub", "relay")}
    return {**places, "parts": {part.name: part.responds for part in parts}}
