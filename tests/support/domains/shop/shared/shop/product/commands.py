"""The commands of products."""

from typing import Annotated

from pydantic import Field

from onewrite.domain.commands import Command

Name = Annotated[str, Field(min_length=1, max_length=200, examples=["Darjeeling, 100 g"])]
Quantity = Annotated[int, Field(gt=0, le=1_000_000, examples=[10])]


class AddProduct(Command, name="add", creates=True):
    """Sell a product from now on."""

    name: Name


class RenameProduct(Command, name="rename"):
    """Give the product another name; the name that it has already changes nothing."""

    name: Name


class ReceiveStock(Command, name="receive"):
    """Put what was delivered into stock."""

    quantity: Quantity


class TakeStock(Command, name="take"):
    """Take from stock what is there."""

    quantity: Quantity


COMMANDS = (AddProduct, RenameProduct, ReceiveStock, TakeStock)
