"""The view `interests`: one row for each interest of an open account, for search; and how many accounts share it."""

from datetime import datetime

from pydantic import BaseModel

from accounts.account.events import InterestAdded, InterestRemoved, UserClosed
from onewrite.domain.events import RecordedEvent
from onewrite.domain.projection import Projection, when
from onewrite.domain.views import Count, Descending, Index, Table, Totals, View


class Interest(BaseModel):
    account_id: str
    interest: str
    added_at: datetime


BY_ACCOUNTS = Index(Descending("accounts"))

INTERESTS = Table("interests", key=("account_id", "interest"), row=Interest, text="interest")

POPULAR = Totals("popular_interests", of=INTERESTS, by=("interest",), indexes=(BY_ACCOUNTS,), accounts=Count())


class Interests(Projection):
    name = "interests"
    tables = (INTERESTS,)
    totals = (POPULAR,)

    @when(InterestAdded)
    def added(self, recorded: RecordedEvent, event: InterestAdded, view: View) -> None:
        view.put(INTERESTS, account_id=recorded.stream.key, interest=event.interest, added_at=recorded.committed_at)

    @when(InterestRemoved)
    def removed(self, recorded: RecordedEvent, event: InterestRemoved, view: View) -> None:
        view.delete(INTERESTS, recorded.stream.key, event.interest)

    @when(UserClosed)
    def closed(self, recorded: RecordedEvent, event: UserClosed, view: View) -> None:
        view.delete(INTERESTS, recorded.stream.key)
