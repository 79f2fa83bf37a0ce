"""What is played: a load, what is provided for it, and what goes wrong when."""

from dataclasses import dataclass, replace
from typing import Final

from infra.assumptions import ASSUMPTIONS
from infra.capacity_model import Load

MINUTE, HOUR = 60.0, 3600.0
#: One event for each command, as in the profiles.
LOAD: Final = Load(
    commands_per_second=10_000, events_per_command=1, projections=10, totals=3, streams=1e9, average_share=1
)


@dataclass(frozen=True)
class Span:
    """From one second to another."""

    begins: float
    ends: float

    def has(self, second: float) -> bool:
        return self.begins <= second < self.ends


NEVER: Final = Span(0, 0)


@dataclass(frozen=True)
class Scenario:
    """`sweeps` run at once, each for `sweep_share` of the time. `halts`: what fails on most streams is halted.

    `released_after` is how long after the mending an operator releases what was parked, with `releases` at once.
    `walked` streams a second are compared by the reconciler, at low priority.
    """

    name: str
    load: Load = LOAD
    outage: Span = NEVER
    bad_deployment: Span = NEVER
    sweeps: int = 1
    sweep_share: float = 50 / 60
    halts: bool = False
    released_after: float = 10 * MINUTE
    releases: int = 1
    walked: float = ASSUMPTIONS["streams_walked"].value
    #: Instances beyond those that the load needs; nodes are planned at `cpu_share`, which leaves as much.
    spare: float = 0.5
    hours: float = 24
    step: float = 10


OUTAGE: Final = Span(1 * HOUR, 2 * HOUR)
BAD_DEPLOYMENT: Final = Span(12 * HOUR, 12.5 * HOUR)
BEFORE: Final = Scenario("one sweep, and no halt", outage=OUTAGE, bad_deployment=BAD_DEPLOYMENT)
AFTER: Final = replace(BEFORE, name="sixteen sweeps, a halt, and a faster walk", sweeps=16, halts=True, walked=20_000)
