"""What a command of accounts takes: text that can be seen, and no more of it than a view has room for."""

from typing import Any

import pytest
from pydantic import ValidationError

from accounts.account.commands import (
    COMMANDS,
    AddInterest,
    ChangeAddress,
    CloseAccount,
    CreateAccount,
    RemoveInterest,
    Rename,
)
from onewrite.domain.commands import Command

ADA = {"name": "Ada", "address": "London"}
#: For each field: the most characters.
LIMITS: list[tuple[type[Command], dict[str, str], str, int]] = [
    (CreateAccount, ADA, "name", 200),
    (CreateAccount, ADA, "address", 500),
    (Rename, {}, "name", 200),
    (ChangeAddress, {}, "address", 500),
    (AddInterest, {}, "interest", 100),
    (RemoveInterest, {}, "interest", 100),
    (CloseAccount, {}, "reason", 500),
]


@pytest.mark.parametrize(("command", "others", "field", "most"), LIMITS)
def test_a_text_has_a_length(command: type[Command], others: dict[str, Any], field: str, most: int) -> None:
    assert getattr(command(**{**others, field: "x" * most}), field) == "x" * most
    for wrong in ("", " ", "\u200b", "x" * (most + 1)):
        with pytest.raises(ValidationError, match=f"^1 validation error for {command.__name__}\n{field}\n"):
            command(**{**others, field: wrong})


def test_a_reason_can_be_left_out() -> None:
    assert CloseAccount().reason is None


def test_only_create_opens_a_stream() -> None:
    assert [command.command_name for command in COMMANDS if command.creates] == ["create"]
    assert len({command.command_name for command in COMMANDS}) == len(LIMITS) - 1
