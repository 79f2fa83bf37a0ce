"""Shortages: products of which more is promised to customers than there is in stock."""

from collections.abc import Sequence

from pydantic import BaseModel

from onewrite.domain.queries import OwnQuery
from onewrite.domain.reading import Reader
from shop.views.warehouse import PROMISED, STOCK


class Asked(BaseModel):
    after: str | None = None


class Shortage(BaseModel):
    product_id: str
    promised: int
    in_stock: int


class Shortages(BaseModel):
    """At most those of a thousand products; the next ones come `after` the last of those compared."""

    shortages: Sequence[Shortage]
    after: str | None


def shortages(asked: Asked, reader: Reader) -> Shortages:
    """Compare a total with a row, product by product, both as of one instant."""
    promised = reader.page(PROMISED, after=(asked.after,) if asked.after else None)
    stock = reader.get_all(STOCK, {(total["product_id"],) for total in promised})
    compared = [
        Shortage(
            product_id=total["product_id"],
            promised=total["quantity"],
            in_stock=stock.get((total["product_id"],), {}).get("quantity", 0),
        )
        for total in promised
    ]
    return Shortages(
        shortages=[one for one in compared if one.promised > one.in_stock],
        after=compared[-1].product_id if compared else None,
    )


SHORTAGES = OwnQuery(
    "/shortages",
    "Products of which more is promised than in stock",
    parameters=Asked,
    answer=Shortages,
    ask=shortages,
    reads=(PROMISED, STOCK),
)
