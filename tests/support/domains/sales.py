"""A view with a composite key, columns that may be null, indexes in all directions, and totals."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel

from onewrite.application.ports.views import Put
from onewrite.bootstrap import Adapters
from onewrite.domain.aggregate import Aggregate
from onewrite.domain.decider import Decider
from onewrite.domain.event_types import EventTypes
from onewrite.domain.events import Event, RecordedEvent
from onewrite.domain.projection import Projection, when
from onewrite.domain.views import Count, Descending, Index, Max, Min, Row, Sum, Table, Totals, View

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


class Sale(BaseModel):
    shop_id: str
    number: int
    product: str | None
    colour: Colour | None
    price: Decimal | None
    sold_at: datetime | None
    day: date | None
    is_gift: bool | None


BY_PRODUCT_NEWEST_FIRST = Index("product", Descending("sold_at"))
BY_PRODUCT_AND_PRICE = Index("product", "price")
BY_PRODUCT_DEAREST_FIRST = Index("product", Descending("price"))
BY_COLOUR = Index("colour", "number")
OF_ANY_COLOUR = Index(Descending("colour"))
NEWEST_FIRST = Index(Descending("day"), "is_gift", Descending("number"))
SALES = Table(
    "sales",
    key=("shop_id", "number"),
    row=Sale,
    indexes=(
        BY_PRODUCT_NEWEST_FIRST,
        BY_PRODUCT_AND_PRICE,
        BY_PRODUCT_DEAREST_FIRST,
        NEWEST_FIRST,
        BY_COLOUR,
        OF_ANY_COLOUR,
    ),
)
MOST_SOLD = Index(Descending("sales"))
SOLD = Totals(
    "sold_per_product",
    of=SALES,
    by=("product",),
    indexes=(MOST_SOLD,),
    sales=Count(),
    takings=Sum("price"),
    cheapest=Min("price"),
    dearest=Max("price"),
)
SPREAD = Totals("sold_per_day", of=SALES, by=("day", "is_gift"), shards=4, sales=Count(), takings=Sum("price"))
DDL = [
    """CREATE TABLE sales (
      generation INT64 NOT NULL, shop_id STRING(128) NOT NULL, number INT64 NOT NULL, product STRING(MAX),
      colour STRING(16), price NUMERIC, sold_at TIMESTAMP, day DATE, is_gift BOOL,
    ) PRIMARY KEY (generation, shop_id, number)""",
    "CREATE INDEX sales_by_product_sold_at_desc ON sales(generation, product, sold_at DESC)",
    "CREATE INDEX sales_by_product_price ON sales(generation, product, price)",
    "CREATE INDEX sales_by_product_price_desc ON sales(generation, product, price DESC)",
    "CREATE INDEX sales_by_colour_number ON sales(generation, colour, number)",
    "CREATE INDEX sales_by_colour_desc ON sales(generation, colour DESC)",
    "CREATE INDEX sales_by_day_desc_is_gift_number_desc ON sales(generation, day DESC, is_gift, number DESC)",
    """CREATE TABLE sold_per_product (
      generation INT64 NOT NULL, product STRING(MAX) NOT NULL, shard INT64 NOT NULL, sales INT64, takings NUMERIC,
    ) PRIMARY KEY (generation, product, shard)""",
    "CREATE INDEX sold_per_product_by_sales_desc ON sold_per_product(generation, sales DESC)",
    """CREATE TABLE sold_per_day (
      generation INT64 NOT NULL, day DATE NOT NULL, is_gift BOOL NOT NULL, shard INT64 NOT NULL, sales INT64,
      takings NUMERIC,
    ) PRIMARY KEY (generation, day, is_gift, shard)""",
]


class SaleMade(Event, type="SaleMade"):
    number: int
    product: str | None = None
    colour: Literal["red", "blue"] | None = None
    price: Decimal | None = None
    sold_at: datetime | None = None
    day: date | None = None
    is_gift: bool | None = None


class State(BaseModel):
    """Nobody decides anything here."""


SHOPS = Aggregate(
    "shop",
    "shops",
    commands=(),
    event_types=EventTypes(SaleMade),
    decider=Decider(initial_state=State, decide=lambda command, state: (), evolve=lambda state, event: state),
)


class Sales(Projection):
    name = "sales"
    tables = (SALES,)
    totals = (SOLD, SPREAD)

    @when(SaleMade)
    def made(self, recorded: RecordedEvent, event: SaleMade, view: View) -> None:
        view.put(SALES, shop_id=recorded.stream.key, **event.model_dump())


def a_sale(shop_id: str, number: int, **columns: object) -> Row:
    return {**dict.fromkeys(SALES.columns), "shop_id": shop_id, "number": number, **columns}


def write(adapters: Adapters, table: Table, *rows: Row, generation: int = 1) -> None:
    changes = [Put(table, row) for row in rows]
    if not changes:
        return
    adapters.views.transact("sales", generation, lambda transaction: transaction.write(changes, []))


def keys_of(rows: Sequence[Row]) -> list[tuple[str, int]]:
    return [(row["shop_id"], row["number"]) for row in rows]
