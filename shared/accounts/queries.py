"""What can be asked of the sample's views: rows, pages, lists, words, totals, and a join of two aggregates."""

from collections.abc import Sequence
from datetime import datetime

from pydantic import BaseModel

from accounts.views.clubs import BY_MEMBERS, CLUBS, MEMBERSHIPS, OF_ACCOUNT, OF_TOPIC, TOPICS
from accounts.views.interests import BY_ACCOUNTS, INTERESTS, POPULAR
from accounts.views.profiles import PROFILES
from onewrite.domain.queries import ListQuery, OwnQuery, PageQuery, Query, RowQuery, SearchQuery
from onewrite.domain.reading import Reader


class OfClub(BaseModel):
    club_id: str


class Member(BaseModel):
    """`name` is null where no account has that id, or its profile isn't there yet."""

    account_id: str
    name: str | None
    joined_at: datetime


class ClubWithMembers(BaseModel):
    club_id: str
    name: str
    topic: str
    members: Sequence[Member]


def club_with_members(asked: OfClub, reader: Reader) -> ClubWithMembers | None:
    """Join a club with the names that its members have now."""
    club = reader.get(CLUBS, asked.club_id)
    if club is None:
        return None
    members = reader.page(MEMBERSHIPS, asked.club_id)
    profiles = reader.get_all(PROFILES, [(member["account_id"],) for member in members])
    names = {account_id: profile["name"] for (account_id,), profile in profiles.items()}
    return ClubWithMembers(
        **{**club, "members": [Member(**member, name=names.get(member["account_id"])) for member in members]}
    )


QUERIES: tuple[Query, ...] = (
    RowQuery("/profiles/{account_id}", PROFILES, "One profile"),
    PageQuery("/profiles", PROFILES, "All profiles, in the order of their ids"),
    SearchQuery("/interests/search", INTERESTS, "Accounts by the words of their interests", "interests"),
    ListQuery("/interests/popular", POPULAR, BY_ACCOUNTS, "The interests that most accounts share"),
    RowQuery("/clubs/{club_id}", CLUBS, "One club"),
    ListQuery("/clubs", CLUBS, OF_TOPIC, "The clubs of a topic, the largest first", where=("topic",)),
    OwnQuery(
        "/clubs/{club_id}/members",
        "A club with the names of its members",
        OfClub,
        ClubWithMembers,
        club_with_members,
        (CLUBS, MEMBERSHIPS, PROFILES),
    ),
    ListQuery("/accounts/{account_id}/clubs", MEMBERSHIPS, OF_ACCOUNT, "The clubs of an account, the newest first"),
    ListQuery("/topics", TOPICS, BY_MEMBERS, "Topics by the members of their clubs"),
)
