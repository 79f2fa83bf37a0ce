"""What a scenario asks of the services in each second, and what is provided for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from typing import Self

from infra.capacity_model import Figures
from infra.simulation.counted.profile import Profile
from infra.simulation.counted.profiles import PLAIN, WITH_TOTALS, profiles
from infra.simulation.scenario import Scenario
from infra.simulation.service import Service
from onewrite.application.operations.release_stream import STREAMS_PER_TRANSACTION
from onewrite.settings import Settings


@dataclass(frozen=True)
class Demand:
    """Rates in each second. `nodes` are the node-seconds that one of each kind takes; `provided` nodes are there.

    `pushes` are those that the instances take, `sweeps` the rows that one sweep publishes, `releases` the streams that
    one operator releases.
    """

    commands: float
    queries: float
    events: float
    nodes: Mapping[str, float]
    steady: float
    provided: float
    pushes: float
    sweeps: float
    releases: float
    message_bytes: float

    @classmethod
    def of(cls, scenario: Scenario, figures: Figures) -> Self:
        load, known = scenario.load, profiles()
        service = Service(figures, load)
        one = {
            "command": known["command"],
            "silent": known["command, relay silent"],
            "query": known["query"],
            "sweep": known["sweep"],
            "halted": known["push, halted"],
            "failing": known["advance, failing"],
            "release": known["release"],
        }
        nodes = {name: service.node_seconds(profile) for name, profile in one.items()}
        nodes["push"] = _share(load.totals, load.projections, service)
        nodes["walk"] = service.node_seconds(known["walk, heads"])
        nodes["walk"] += load.projections * service.node_seconds(known["walk, checkpoints"])
        commands, queries, events = load.commands_per_second, load.queries_per_second, load.events_per_second
        pushes = load.pushes_per_second
        steady = commands * nodes["command"] + queries * nodes["query"] + pushes * nodes["push"]
        settings = Settings(domain="accounts:ACCOUNTS", check_identity=False)
        return cls(
            commands=commands,
            queries=queries,
            events=events,
            nodes=nodes,
            steady=steady,
            provided=ceil(steady / figures["cpu_share"]),
            pushes=service.pushes_of(ceil(service.instances(pushes) * (1 + scenario.spare))),
            sweeps=_rate(service, known["sweep"], settings.relay_batch) * scenario.sweep_share,
            releases=_rate(service, known["release"], STREAMS_PER_TRANSACTION),
            message_bytes=known["command"].message_bytes,
        )


def _share(with_totals: float, projections: float, service: Service) -> float:
    """Return what a push of any of the projections takes: its look at the checkpoint, and its share of an advance."""
    plain, totals = (service.node_seconds(profiles()[f"advance, {name}"]) for name in (PLAIN, WITH_TOTALS))
    mean = (plain * (projections - with_totals) + totals * with_totals) / projections
    return service.node_seconds(profiles()["push, late"]) + mean


def _rate(service: Service, profile: Profile, batch: int) -> float:
    """Return how many a second one caller handles in batches of so many."""
    return batch / service.seconds(profile, batch)
