"""What a snapshot in every command costs beside one every so many events, by the size of the state."""

from collections.abc import Sequence
from itertools import count
from statistics import median

import pytest
from pydantic import BaseModel

from onewrite.bootstrap import Adapters, App, build
from onewrite.domain.aggregate import Aggregate
from onewrite.domain.commands import Command
from onewrite.domain.decider import Decider
from onewrite.domain.event_types import EventTypes
from onewrite.domain.events import Event
from onewrite.domain.model import Domain
from onewrite.domain.streams import StreamId
from tests.bench.measuring.timing import milliseconds
from tests.support.data.requests import accept
from tests.support.systems.adapters import settings

#: An event has as many bytes of JSON as those of the sample.
ADDRESS = "A street of its own, in a town of some size, somewhere in the country"
STATES = (200, 1_000, 4_000, 16_000, 64_000, 256_000)
WAYS = {"always": 1, "every 10": 10, "every 50": 50, "every 200": 200}
ROUNDS = 200


class Moved(Event, type="Moved"):
    to: str


class Move(Command, name="move", creates=True):
    to: str


class Place(BaseModel):
    """A state of so many bytes, whatever happens to it."""

    address: str = ""
    rest: str = ""


def domain_of(size: int) -> Domain:
    def decide(command: Command, place: Place) -> Sequence[Event]:
        assert isinstance(command, Move)
        return [Moved(to=command.to)]

    def evolve(place: Place, event: Event) -> Place:
        assert isinstance(event, Moved)
        return Place(address=event.to, rest="x" * (size - 80))

    decider = Decider(initial_state=Place, decide=decide, evolve=evolve)
    return Domain((Aggregate("place", "places", (Move,), EventTypes(Moved), decider),), ())


@pytest.mark.parametrize("size", STATES)
def test_a_command_with_a_state_of(spanner_adapters: Adapters, size: int) -> None:
    for way, every in WAYS.items():
        app = build(
            settings(eager_relay=False, snapshot_small_bytes=0, snapshot_every=every), domain_of(size), spanner_adapters
        )
        print(f"\n{size:>7,} bytes, {way:>9}: {told(app, size, every)}")


def told(app: App, size: int, every: int) -> str:
    stream, numbers = StreamId("place", f"{size}-{every}"), count()
    taken = milliseconds(lambda: accept(app, stream, Move(to=f"{next(numbers)} {ADDRESS}")), ROUNDS)
    return f"p50 {median(taken):.1f} ms, {size // every:,} bytes of snapshots a command"
