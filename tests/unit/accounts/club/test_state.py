"""The state of a club, event by event."""

import pytest

from accounts.account.events import UserClosed
from accounts.club.decider import DECIDER
from accounts.club.events import ClubClosed, ClubFounded, MemberJoined, MemberLeft
from accounts.club.state import Club
from onewrite.domain.decider import fold
from onewrite.domain.events import Event


def after(*events: Event) -> Club:
    return fold(DECIDER, [ClubFounded(name="Engineers", topic="engines"), *events])


def test_a_club_is_absent_until_it_is_founded() -> None:
    assert fold(DECIDER, []) == Club(status="absent", members=())
    assert after() == Club(status="open", members=())


def test_members_are_kept_in_the_order_in_which_they_joined() -> None:
    joined = [MemberJoined(account_id=account_id) for account_id in ("7", "3", "5")]
    assert after(*joined).members == ("7", "3", "5")
    assert after(*joined, MemberLeft(account_id="3")).members == ("7", "5")


def test_a_closed_club_has_no_members() -> None:
    assert after(MemberJoined(account_id="7"), ClubClosed()) == Club(status="closed", members=())


def test_an_event_of_another_aggregate_is_a_mistake_of_the_program() -> None:
    with pytest.raises(TypeError, match="UserClosed is no event of a club"):
        after(UserClosed())
