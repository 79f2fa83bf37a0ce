"""What a command of clubs takes: text that can be seen, and ids that an account can have."""

import pytest
from pydantic import ValidationError

from accounts.club.commands import COMMANDS, FoundClub, JoinClub, LeaveClub
from onewrite.domain.commands import Command

CLUB = {"name": "Engineers", "topic": "engines", "founder": "7"}


@pytest.mark.parametrize(("field", "most"), [("name", 200), ("topic", 100)])
def test_a_text_has_a_length(field: str, most: int) -> None:
    assert getattr(FoundClub(**{**CLUB, field: "x" * most}), field) == "x" * most
    for wrong in ("", " ", "\u200b", "x" * (most + 1)):
        with pytest.raises(ValidationError, match=f"^1 validation error for FoundClub\n{field}\n"):
            FoundClub(**{**CLUB, field: wrong})


@pytest.mark.parametrize(
    ("command", "others", "field"),
    [(FoundClub, CLUB, "founder"), (JoinClub, {}, "account_id"), (LeaveClub, {}, "account_id")],
)
def test_a_member_is_the_id_of_an_account(command: type[Command], others: dict[str, str], field: str) -> None:
    for right in ("7", "a.b_c:d-e", "x" * 128):
        assert getattr(command(**{**others, field: right}), field) == right
    for wrong in ("", "-7", "4523~17", "seven of nine", "7/8", "7\n8", "x" * 129):
        with pytest.raises(ValidationError, match=f"^1 validation error for {command.__name__}\n{field}\n"):
            command(**{**others, field: wrong})


def test_only_found_opens_a_stream() -> None:
    assert [command.command_name for command in COMMANDS if command.creates] == ["found"]
