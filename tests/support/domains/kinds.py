"""A domain whose one table has a column of each type, and whose projection does whatever a test tells it to."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, TypeAlias

from pydantic import BaseModel, Field

from onewrite.domain.aggregate import Aggregate
from onewrite.domain.decider import Decider
from onewrite.domain.event_types import EventTypes
from onewrite.domain.events import Event, RecordedEvent
from onewrite.domain.model import Domain
from onewrite.domain.projection import Projection, when
from onewrite.domain.views import Table, View

#: What the projection does with a view and the key of a stream.
Act: TypeAlias = Callable[[View, str], object]


class Kind(BaseModel):
    thing_id: str
    part: int
    text: str
    short: Annotated[str, Field(max_length=5)]
    truth: bool
    whole: int
    real: float
    exact: Decimal
    instant: datetime
    day: date
    body: dict[str, Any]
    texts: list[str]
    numbers: list[float]
    bodies: list[dict[str, Any]]


KINDS = Table("kinds", key=("thing_id", "part"), row=Kind)


class Happened(Event, type="Happened"):
    what: str


class Kinds(Projection):
    name = "kinds"
    tables = (KINDS,)

    def __init__(self, acts: Mapping[str, Act]) -> None:
        """`acts`: what to do for each stream, by its key."""
        self.acts = acts

    @when(Happened)
    def happened(self, recorded: RecordedEvent, event: Happened, view: View) -> None:
        self.acts[recorded.stream.key](view, recorded.stream.key)


THING = Aggregate(
    "thing",
    "things",
    (),
    EventTypes(Happened),
    Decider(BaseModel, lambda command, state: (), lambda state, event: state),
)


def domain_of(acts: Mapping[str, Act]) -> Domain:
    return Domain((THING,), (Kinds(acts),))
