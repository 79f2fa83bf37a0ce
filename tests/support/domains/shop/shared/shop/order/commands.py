"""The commands of orders."""

from typing import Annotated

from pydantic import Field

from onewrite.domain.commands import Command
from shop.order.line import Line

CustomerId = Annotated[str, Field(min_length=1, max_length=128, examples=["ada"])]
Number = Annotated[int, Field(gt=0, examples=[1])]


class PlaceOrder(Command, name="place", creates=True):
    """Place an order."""

    customer_id: CustomerId
    lines: Annotated[tuple[Line, ...], Field(min_length=1, max_length=100)]


class ChangeLine(Command, name="change-line"):
    """Put another line in the place of one that is there."""

    number: Number
    line: Line


class RemoveLine(Command, name="remove-line"):
    """Take a line out; the last one stays."""

    number: Number


class PayOrder(Command, name="pay"):
    """Pay for the order; its lines stay as they are from then on."""


class ShipOrder(Command, name="ship"):
    """Ship an order that is paid."""


class CancelOrder(Command, name="cancel"):
    """Cancel an order that isn't shipped."""

    reason: Annotated[str, Field(min_length=1, max_length=500)] | None = None


COMMANDS = (PlaceOrder, ChangeLine, RemoveLine, PayOrder, ShipOrder, CancelOrder)
