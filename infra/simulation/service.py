"""The model of the services: what a profile takes of them, in time, in nodes and in dollars."""

from dataclasses import dataclass
from typing import Final

from infra.capacity_model import GIB_OF_MEMORY, MB, TIB, Figures, Load, busy_instances
from infra.simulation.counted.profile import COMMIT, PUBLISH, Profile

HOUR: Final = 3600


@dataclass(frozen=True)
class Service:
    """Spanner, Pub/Sub and functions, by the assumptions."""

    figures: Figures
    load: Load

    def seconds(self, profile: Profile, together: float = 1) -> float:
        """Return how long the calls of a profile take, one after the other, and its events on the processor."""
        commits, publishes = profile.calls[COMMIT], profile.calls[PUBLISH]
        reads = profile.trips - commits - publishes
        waiting = reads * self.figures["read_ms"] + commits * self.figures["commit_ms"]
        waiting += publishes * self.figures["publish_ms"]
        return (waiting + together * self.figures["event_cpu_ms"]) / 1000

    def node_seconds(self, profile: Profile) -> float:
        """Return for how long the profile would keep one node busy: every row as one of 1 KB."""
        return profile.rows_read / self.figures["node_reads"] + profile.writes / self.figures["node_writes"]

    def instances(self, pushes_per_second: float) -> float:
        return busy_instances(
            self.load, self.figures, pushes_per_second, self.figures["push_ms"], self.figures["push_cpu_ms"]
        )

    def pushes_of(self, instances: float) -> float:
        """Return how many pushes a second so many instances take."""
        return instances / self.instances(1)

    def node_dollars(self, nodes: float) -> float:
        """Return what the nodes cost in an hour."""
        return nodes * self.figures["node_hour"]

    def push_dollars(self, pushes: float, message_bytes: float) -> float:
        """Return what pushes cost beside Spanner: the message, the call, the instance."""
        each = max(message_bytes, 1000) / TIB * self.figures["message_tib"] + self.figures["million_calls"] / MB
        second = self.figures["processor_second"] + GIB_OF_MEMORY * self.figures["memory_gib_second"]
        return pushes * (each + self.instances(1) * second)
