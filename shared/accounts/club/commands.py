"""The commands of clubs. Whether an account exists nobody asks here: a command sees the stream of its club alone."""

from typing import Annotated

from pydantic import Field

from onewrite.domain.commands import Command
from onewrite.domain.streams import ID

Name = Annotated[str, Field(min_length=1, max_length=200, examples=["The Difference Engineers"])]
Topic = Annotated[str, Field(min_length=1, max_length=100, examples=["analytical engines"])]
AccountId = Annotated[str, Field(pattern=f"^{ID.pattern}$", examples=["7"])]


class FoundClub(Command, name="found", creates=True):
    """Found a club; the founder is its first member."""

    name: Name
    topic: Topic
    founder: AccountId


class JoinClub(Command, name="join"):
    """Let an account join that isn't a member yet."""

    account_id: AccountId


class LeaveClub(Command, name="leave"):
    """Let a member leave."""

    account_id: AccountId


class CloseClub(Command, name="close"):
    """Close the club for good."""


COMMANDS = (FoundClub, JoinClub, LeaveClub, CloseClub)
