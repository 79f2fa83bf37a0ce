"""The view `clubs`: one row for each open club, and one for each of its members; and totals of each topic."""

from datetime import datetime

from pydantic import BaseModel

from accounts.club.events import ClubClosed, ClubFounded, MemberJoined, MemberLeft
from onewrite.domain.events import RecordedEvent
from onewrite.domain.projection import Projection, when
from onewrite.domain.views import Count, Descending, Index, Sum, Table, Totals, View


class Club(BaseModel):
    club_id: str
    name: str
    topic: str
    members: int
    founded_at: datetime


class Membership(BaseModel):
    club_id: str
    account_id: str
    joined_at: datetime


OF_TOPIC = Index("topic", Descending("members"))
OF_ACCOUNT = Index("account_id", Descending("joined_at"))
BY_MEMBERS = Index(Descending("members"))

CLUBS = Table("clubs", key=("club_id",), row=Club, indexes=(OF_TOPIC,))
MEMBERSHIPS = Table("memberships", key=("club_id", "account_id"), row=Membership, indexes=(OF_ACCOUNT,))

TOPICS = Totals("topics", of=CLUBS, by=("topic",), indexes=(BY_MEMBERS,), clubs=Count(), members=Sum("members"))


class Clubs(Projection):
    name = "clubs"
    tables = (CLUBS, MEMBERSHIPS)
    totals = (TOPICS,)

    @when(ClubFounded)
    def founded(self, recorded: RecordedEvent, event: ClubFounded, view: View) -> None:
        club_id, at = recorded.stream.key, recorded.committed_at
        view.put(CLUBS, club_id=club_id, name=event.name, topic=event.topic, members=0, founded_at=at)

    @when(MemberJoined)
    def joined(self, recorded: RecordedEvent, event: MemberJoined, view: View) -> None:
        club_id, at = recorded.stream.key, recorded.committed_at
        view.put(MEMBERSHIPS, club_id=club_id, account_id=event.account_id, joined_at=at)
        self._count(club_id, view, more=1)

    @when(MemberLeft)
    def left(self, recorded: RecordedEvent, event: MemberLeft, view: View) -> None:
        view.delete(MEMBERSHIPS, recorded.stream.key, event.account_id)
        self._count(recorded.stream.key, view, more=-1)

    @when(ClubClosed)
    def closed(self, recorded: RecordedEvent, event: ClubClosed, view: View) -> None:
        view.delete(CLUBS, recorded.stream.key)
        view.delete(MEMBERSHIPS, recorded.stream.key)

    def _count(self, club_id: str, view: View, *, more: int) -> None:
        if club := view.get(CLUBS, club_id):
            view.put(CLUBS, club_id=club_id, members=club["members"] + more)
