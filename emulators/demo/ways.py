"""How the story's events reach the bus and the views: the variables RELAY and DELIVERY."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from emulators.errors import CannotRun
from emulators.settings.delivery import Delivery
from emulators.settings.relays import FUNCTIONS, relays
from onewrite.checks.topology import Topology

#: Commands don't publish by themselves before the story lets them, and who follows the changes soon comes back.
BY_HAND: Final = {"ONEWRITE_EAGER_RELAY": "false", "ONEWRITE_FOLLOW_SECONDS": "0.5"}


@dataclass(frozen=True)
class Ways:
    relay: str
    delivery: str
    #: The function that the story calls to have events published.
    relays: str
    pushed: Sequence[str]
    #: The projections that pull and are not pushed to.
    pulled: Sequence[str]

    def __str__(self) -> str:
        return f"Relay: {self.relay}. Delivery: {self.delivery}."


def ways_of(environment: Mapping[str, str]) -> Ways:
    """Raises `CannotRun`."""
    relay, delivery = environment.get("RELAY") or "eager,scheduled", environment.get("DELIVERY") or "push"
    called = [FUNCTIONS[one] for one in relays(relay) if one in FUNCTIONS]
    if not called:
        raise CannotRun(f"RELAY={relay} can't be played, as some events would stay unpublished: add scheduled")
    chosen = Delivery.read(delivery, Topology.read())
    return Ways(relay, delivery, called[-1], sorted(chosen.pushed), sorted(chosen.pulled - chosen.pushed))
