"""The commands of accounts; the route, the validation and the documentation of each are made from its model."""

from typing import Annotated

from pydantic import Field

from onewrite.domain.commands import Command

Name = Annotated[str, Field(min_length=1, max_length=200, examples=["Ada Lovelace"])]
Address = Annotated[str, Field(min_length=1, max_length=500, examples=["Ockham Park, Surrey"])]
Interest = Annotated[str, Field(min_length=1, max_length=100, examples=["analytical engines"])]


class CreateAccount(Command, name="create", creates=True):
    """Open an account."""

    name: Name
    address: Address


class Rename(Command, name="rename"):
    """Give the account another name; the name that it has already changes nothing."""

    name: Name


class ChangeAddress(Command, name="change-address"):
    """Move the account to another address; the address that it has already changes nothing."""

    address: Address


class AddInterest(Command, name="add-interest"):
    """Add an interest that the account doesn't have yet."""

    interest: Interest


class RemoveInterest(Command, name="remove-interest"):
    """Remove an interest that the account has."""

    interest: Interest


class CloseAccount(Command, name="close"):
    """Close the account for good."""

    reason: Annotated[str, Field(min_length=1, max_length=500)] | None = None


COMMANDS = (CreateAccount, Rename, ChangeAddress, AddInterest, RemoveInterest, CloseAccount)
