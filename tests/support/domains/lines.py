"""A projection whose tables have all that DDL is written from: every type, indexes, a text and totals."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, Field

from onewrite.domain.projection import Projection
from onewrite.domain.views import Count, Descending, Index, Max, Sum, Table, Totals


class Line(BaseModel):
    order_id: str
    note: Annotated[str, Field(max_length=80)]
    product_id: str | None
    quantity: int
    price: Decimal
    weight: float | None
    is_paid: bool
    placed_at: datetime
    due: date
    details: dict[str, Any]
    tags: tuple[str, ...]


LINES = Table(
    "lines",
    key=("order_id", "note"),
    row=Line,
    text="note",
    indexes=(Index("product_id", Descending("placed_at")), Index("due")),
)
SOLD = Totals(
    "sold",
    of=LINES,
    by=("product_id",),
    indexes=(Index(Descending("quantity")),),
    orders=Count(),
    quantity=Sum("quantity"),
    last=Max("placed_at"),
)


class Lines(Projection):
    name = "lines"
    tables = (LINES,)
    totals = (SOLD,)
