"""One line of an order."""

from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

ProductId = Annotated[str, Field(min_length=1, max_length=128, examples=["tea"])]
Quantity = Annotated[int, Field(gt=0, le=1000, examples=[2])]
Price = Annotated[Decimal, Field(ge=0, max_digits=12, decimal_places=2, examples=["4.50"])]


class Line(BaseModel):
    """A product, how much of it, and the price of one on that day."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    product_id: ProductId
    quantity: Quantity
    price: Price

    @property
    def amount(self) -> Decimal:
        return self.price * self.quantity
