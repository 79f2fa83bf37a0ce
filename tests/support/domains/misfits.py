"""A domain in which everything fits, and parts that don't fit into it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Annotated, Any

from pydantic import BaseModel, Field

from onewrite.domain.aggregate import Aggregate
from onewrite.domain.commands import Command
from onewrite.domain.decider import Decider
from onewrite.domain.event_types import EventTypes
from onewrite.domain.events import Event, RecordedEvent
from onewrite.domain.model import Domain
from onewrite.domain.projection import Projection, when
from onewrite.domain.queries import RowQuery
from onewrite.domain.views import Count, Table, Totals, View


class Place(Command, name="place", creates=True):
    pass


class Placed(Event, type="Placed"):
    pass


class Stocked(Event, type="Stocked"):
    pass


class Unknown(Event, type="Unknown"):
    pass


class Order(BaseModel):
    order_id: str
    product_id: str


ORDERS = Table("orders", key=("order_id",), row=Order)
SOLD = Totals("sold", of=ORDERS, by=("product_id",), orders=Count())


class Orders(Projection):
    name = "orders"
    tables = (ORDERS,)
    totals = (SOLD,)

    @when(Placed)
    def placed(self, recorded: RecordedEvent, event: Placed, view: View) -> None: ...


class Both(Projection):
    """A projection of two categories."""

    name = "both"
    tables = (Table("both", key=("order_id",), row=Order, category="order"),)

    @when(Placed)
    def placed(self, recorded: RecordedEvent, event: Placed, view: View) -> None: ...

    @when(Stocked)
    def stocked(self, recorded: RecordedEvent, event: Stocked, view: View) -> None: ...


def aggregate(
    category: str, collection: str, *events: type[Event], commands: Sequence[type[Command]] = ()
) -> Aggregate:
    decider: Decider[Any] = Decider(BaseModel, lambda command, state: (), lambda state, event: state)
    return Aggregate(category, collection, commands, EventTypes(*events), decider)


ORDER = aggregate("order", "orders", Placed, commands=[Place])
PRODUCT = aggregate("product", "products", Stocked)
ONE = RowQuery("/placed/{order_id}", ORDERS, "One order")
DOMAIN = Domain((ORDER, PRODUCT), (Orders(), Both()), (ONE,))


def with_tables(kind: type[Projection], *tables: Table, name: str | None = None) -> Projection:
    """Return a projection of this kind that keeps these tables and no totals."""
    body = {"tables": tables, "totals": (), "name": name or kind.name, "__module__": __name__}
    made: type[Projection] = type(kind.__name__, (kind,), body)
    return made()


def changed(**parts: object) -> Callable[[], Domain]:
    return lambda: replace(DOMAIN, **parts)  # type: ignore[arg-type]


class Again(Event, type="Placed"):
    """Another class of a type that is there."""


class Idle(Projection):
    name = "idle"
    tables = (Table("idle", key=("order_id",), row=Order),)


class Unfinished(Projection):
    pass


class Lost(Idle):
    @when(Unknown)
    def unknown(self, recorded: RecordedEvent, event: Unknown, view: View) -> None: ...


class Number(BaseModel):
    number: int


class Short(BaseModel):
    order_id: Annotated[str, Field(max_length=20)]


class Parameters(BaseModel):
    order_id: str


class AnyId(BaseModel):
    any_id: str


Twin: type[Command] = type("Place", (Command,), {"__module__": "elsewhere"}, name="again")
SECOND = aggregate("second", "seconds", Again)
OTHER_ROW = Table("orders", key=("order_id",), row=Parameters)
LOST_TOTALS = Totals("lost", of=ORDERS, by=("product_id",), orders=Count())
