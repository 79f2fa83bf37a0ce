"""The parts of a local system, and which of them are ready."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass

from rich.text import Text

from onewrite.cli.output import say
from onewrite.cli.tables import print_table
from onewrite.local.probes import PROBE_TIMEOUT_SECONDS, SILENT, function_not_ready
from onewrite.local.system import LocalSystem


@dataclass(frozen=True)
class Part:
    """`why` says why it isn't ready."""

    name: str
    place: str
    why: str | None

    @property
    def is_ready(self) -> bool:
        return self.why is None


def probe_parts(system: LocalSystem) -> list[Part]:
    """Probe all parts at the same time, so that a part that hangs does not delay the others."""
    probes = {name: (url, _why_function) for name, url in system.functions.items()} | _emulators(system)
    with ThreadPoolExecutor(len(probes)) as threads:
        probing = [(name, place, threads.submit(why, place)) for name, (place, why) in probes.items()]
        parts = [Part(name, place, probe.result()) for name, place, probe in probing]
    # If `make up` has ended, other processes may use its ports and respond.
    ended = None if system.supervisor.is_alive else "it has ended"
    return [Part("make up", f"pid {system.supervisor.pid}", ended), *parts]


def _why_function(url: str) -> str | None:
    not_ready = function_not_ready(url, within=PROBE_TIMEOUT_SECONDS)
    return not_ready.why if not_ready else None


def _emulators(system: LocalSystem) -> dict[str, tuple[str, Callable[[str], str | None]]]:
    if not (system.spanner and system.pubsub):
        return {}
    from onewrite.local.emulator_probes import pubsub_responds, spanner_responds  # noqa: PLC0415 - gRPC takes its time

    def why(responds: Callable[..., bool]) -> Callable[[str], str | None]:
        return lambda host: None if responds(host, within=PROBE_TIMEOUT_SECONDS) else SILENT.why

    return {
        "Spanner": (system.spanner.host, why(spanner_responds)),
        "Pub/Sub": (system.pubsub.host, why(pubsub_responds)),
    }


def show_parts(system: LocalSystem, parts: Sequence[Part]) -> None:
    rows = [(part.name, part.place, _shown(part)) for part in parts]
    print_table(("part", "where", "ready"), rows)
    say(f"Relay: {', '.join(system.relay) or 'none'}.\n")


def _shown(part: Part) -> Text:
    return Text("yes", "green") if part.is_ready else Text(f"no: {part.why}", "red")


def parts_as_json(system: LocalSystem | None, parts: Sequence[Part]) -> Mapping[str, object]:
    """Return where each part is, and which of them are not ready, and why."""
    if system is None:
        return {"functions": {}, "spanner": None, "pubsub": None, "relay": [], "not_ready": {}}
    saved = asdict(system)
    places = {name: saved[name] for name in ("functions", "spanner", "pubsub", "relay")}
    return {**places, "not_ready": {part.name: part.why for part in parts if not part.is_ready}}
