"""Queries of every kind over the sales, and the domain that has them."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Self

from pydantic import BaseModel, Field, model_validator

from onewrite.bootstrap import App
from onewrite.domain.model import Domain
from onewrite.domain.queries import ListQuery, OwnQuery, PageQuery, RowQuery
from onewrite.domain.reading import Reader
from onewrite.domain.streams import StreamId
from tests.support.data.builders import a_commit, an_event
from tests.support.domains.sales import (
    BY_COLOUR,
    BY_PRODUCT_NEWEST_FIRST,
    MOST_SOLD,
    NEWEST_FIRST,
    OF_ANY_COLOUR,
    SALES,
    SHOPS,
    SOLD,
    SPREAD,
    Colour,
    Sales,
)


class Wanted(BaseModel):
    """What is asked of a shop: its sales from a price on, and of a colour if one is named."""

    shop_id: str
    least: Decimal = Decimal(0)
    colour: Colour | None = Field(default=None, description="Only these")

    @model_validator(mode="after")
    def _asks_for_something(self) -> Self:
        if self.least and self.colour:
            raise ValueError("use least or colour, not both")
        return self


class Sold(BaseModel):
    product: str
    price: Decimal
    of_all: int


class Summary(BaseModel):
    shop: str
    sold: Sequence[Sold]


def summary(wanted: Wanted, reader: Reader) -> Summary | None:
    """Join the sales of a shop with what all shops have sold of the same products."""
    rows = [row for row in reader.page(SALES, wanted.shop_id) if wanted.colour in {None, row["colour"]}]
    if not rows:
        return None
    totals = reader.get_all(SOLD, {(row["product"],) for row in rows})
    sold = [
        Sold(product=row["product"], price=row["price"], of_all=totals[row["product"],]["sales"])
        for row in rows
        if row["price"] >= wanted.least
    ]
    return Summary(shop=wanted.shop_id, sold=sold)


SUMMARY = OwnQuery("/shops/{shop_id}/summary", "A shop beside all others", Wanted, Summary, summary, (SALES, SOLD))
SALES_DOMAIN = Domain(
    aggregates=(SHOPS,),
    projections=(Sales(),),
    queries=(
        RowQuery("/shops/{shop_id}/sales/{number}", SALES, "One sale"),
        PageQuery("/shops/{shop_id}/sales", SALES, "The sales of a shop"),
        PageQuery("/sales", SALES, "All sales"),
        ListQuery("/products/{product}/sales", SALES, BY_PRODUCT_NEWEST_FIRST, "The sales of a product"),
        ListQuery("/days/{day}/sales", SALES, NEWEST_FIRST, "The gifts of a day, or all else", where=("is_gift",)),
        ListQuery("/colours/{colour}/sales", SALES, BY_COLOUR, "The sales of a colour"),
        ListQuery("/colours", SALES, OF_ANY_COLOUR, "All sales by colour"),
        ListQuery("/newest", SALES, NEWEST_FIRST, "All sales, the newest first"),
        RowQuery("/products/{product}/sold", SOLD, "What was sold of a product"),
        PageQuery("/sold", SOLD, "What was sold of each product"),
        ListQuery("/most-sold", SOLD, MOST_SOLD, "What was sold most"),
        PageQuery("/days/{day}/sold", SPREAD, "What was sold on a day"),
        SUMMARY,
    ),
)


def sell(app: App, shop_id: str, number: int, *, seen: bool = True, **columns: object) -> None:
    """Append a sale to the stream of a shop, and let the view see it."""
    store, stream = app.adapters.store, StreamId("shop", shop_id)
    store.append(a_commit(store.read_head(stream), an_event("SaleMade", data={"number": number, **columns})))
    if seen:
        app.follow_stream(("sales",), stream, 10**6)
