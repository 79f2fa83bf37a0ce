"""The rules of clubs, as stories."""

import pytest

from accounts.club.commands import CloseClub, FoundClub, JoinClub, LeaveClub
from accounts.club.decider import DECIDER, MAX_MEMBERS
from accounts.club.events import ClubClosed, ClubFounded, MemberJoined, MemberLeft
from onewrite.domain.commands import Command
from onewrite.testing import given

FOUNDED = (ClubFounded(name="Engineers", topic="engines"), MemberJoined(account_id="7"))


def test_a_club_is_founded_once_and_its_founder_is_a_member() -> None:
    found = FoundClub(name="Engineers", topic="engines", founder="7")
    given(DECIDER).when(found).then(*FOUNDED)
    given(DECIDER, *FOUNDED).when(found).then_rejected("CLUB_EXISTS")
    given(DECIDER, *FOUNDED, ClubClosed()).when(found).then_rejected("CLUB_EXISTS")


def test_an_account_joins_once() -> None:
    join = JoinClub(account_id="8")
    given(DECIDER, *FOUNDED).when(join).then(MemberJoined(account_id="8"))
    given(DECIDER, *FOUNDED, MemberJoined(account_id="8")).when(join).then_rejected("ALREADY_MEMBER", account_id="8")
    given(DECIDER, *FOUNDED).when(JoinClub(account_id="7")).then_rejected("ALREADY_MEMBER", account_id="7")


def test_members_are_limited_until_one_leaves() -> None:
    join = JoinClub(account_id="late")
    full = [*FOUNDED, *(MemberJoined(account_id=f"m{number}") for number in range(MAX_MEMBERS - 1))]
    given(DECIDER, *full[:-1]).when(join).then(MemberJoined(account_id="late"))
    given(DECIDER, *full).when(join).then_rejected("CLUB_FULL", most=100)
    given(DECIDER, *full, MemberLeft(account_id="7")).when(join).then(MemberJoined(account_id="late"))


def test_a_member_leaves_and_may_join_again() -> None:
    left = MemberLeft(account_id="7")
    given(DECIDER, *FOUNDED).when(LeaveClub(account_id="7")).then(left)
    given(DECIDER, *FOUNDED, left).when(JoinClub(account_id="7")).then(MemberJoined(account_id="7"))


def test_only_a_member_can_leave() -> None:
    left = MemberLeft(account_id="7")
    given(DECIDER, *FOUNDED).when(LeaveClub(account_id="8")).then_rejected("NO_MEMBER", account_id="8")
    given(DECIDER, *FOUNDED, left).when(LeaveClub(account_id="7")).then_rejected("NO_MEMBER", account_id="7")


def test_a_club_is_closed() -> None:
    given(DECIDER, *FOUNDED).when(CloseClub()).then(ClubClosed())


@pytest.mark.parametrize(
    "command",
    [JoinClub(account_id="8"), LeaveClub(account_id="7"), CloseClub()],
    ids=lambda command: command.command_name,
)
def test_a_closed_club_never_changes_again(command: Command) -> None:
    given(DECIDER, *FOUNDED, ClubClosed()).when(command).then_rejected("CLUB_CLOSED")


class Dance(Command, name="dance"):
    pass


def test_a_command_of_another_aggregate_is_a_mistake_of_the_program() -> None:
    with pytest.raises(TypeError, match="Dance is no command for a club"):
        given(DECIDER, *FOUNDED).when(Dance())
