"""The view of clubs, as stories."""

from datetime import timedelta

from accounts import ACCOUNTS
from accounts.club.events import ClubClosed, ClubFounded, MemberJoined, MemberLeft
from accounts.views.clubs import CLUBS, MEMBERSHIPS, TOPICS
from onewrite.testing import given_projection
from onewrite.testing.projections import NOON

CLUBS_VIEW = ACCOUNTS.projection("clubs")
FOUNDED = (ClubFounded(name="Engineers", topic="engines"), MemberJoined(account_id="7"))
MICROSECOND = timedelta(microseconds=1)


def test_a_club_has_a_row_with_the_number_of_its_members() -> None:
    given_projection(CLUBS_VIEW, "club-e", *FOUNDED, MemberJoined(account_id="8")).then_rows(
        CLUBS, {"club_id": "e", "name": "Engineers", "topic": "engines", "members": 2, "founded_at": NOON}
    )


def test_every_member_has_a_row() -> None:
    given_projection(CLUBS_VIEW, "club-e", *FOUNDED, MemberJoined(account_id="11")).then_rows(
        MEMBERSHIPS,
        {"club_id": "e", "account_id": "11", "joined_at": NOON + 2 * MICROSECOND},
        {"club_id": "e", "account_id": "7", "joined_at": NOON + MICROSECOND},
    )


def test_who_leaves_is_gone_until_they_join_again() -> None:
    left = (*FOUNDED, MemberJoined(account_id="8"), MemberLeft(account_id="7"))
    given_projection(CLUBS_VIEW, "club-e", *left).then_rows(MEMBERSHIPS, {"account_id": "8"}).then_row(
        CLUBS, "e", members=1
    )
    given_projection(CLUBS_VIEW, "club-e", *left, MemberJoined(account_id="7")).then_row(
        MEMBERSHIPS, "e", "7", joined_at=NOON + 4 * MICROSECOND
    ).then_row(CLUBS, "e", members=2)


def test_a_topic_has_the_members_of_all_its_clubs_and_is_gone_with_the_last_of_them() -> None:
    engines, more = (*FOUNDED, MemberJoined(account_id="8")), (*FOUNDED, MemberLeft(account_id="7"))
    tea = (ClubFounded(name="Brewers", topic="tea"), MemberJoined(account_id="7"))
    three = given_projection(CLUBS_VIEW, "club-a", *engines).and_stream("club-b", *FOUNDED).and_stream("club-c", *more)
    three.and_stream("club-d", *tea).and_stream("club-e", *tea, ClubClosed()).then_rows(
        TOPICS, {"topic": "engines", "clubs": 3, "members": 3}, {"topic": "tea", "clubs": 1, "members": 1}
    ).then_commutes()
    given_projection(CLUBS_VIEW, "club-d", *tea, ClubClosed()).then_rows(TOPICS)


def test_a_closed_club_is_gone_with_its_members_and_the_others_stay() -> None:
    given_projection(CLUBS_VIEW, "club-e", *FOUNDED, ClubClosed()).and_stream("club-e2", *FOUNDED).then_rows(
        CLUBS, {"club_id": "e2", "members": 1}
    ).then_rows(MEMBERSHIPS, {"club_id": "e2", "account_id": "7"})
