"""The view `profiles`: one row for each account, closed ones included."""

from datetime import datetime

from pydantic import BaseModel

from accounts.account.events import AddressChanged, UserClosed, UserCreated, UserRenamed
from onewrite.domain.events import RecordedEvent
from onewrite.domain.projection import Projection, when
from onewrite.domain.views import Table, View


class Profile(BaseModel):
    """One row. Times are the commit times of the events."""

    account_id: str
    name: str
    address: str
    status: str
    created_at: datetime
    changed_at: datetime


PROFILES = Table("profiles", key=("account_id",), row=Profile)


class Profiles(Projection):
    name = "profiles"
    tables = (PROFILES,)

    @when(UserCreated)
    def created(self, recorded: RecordedEvent, event: UserCreated, view: View) -> None:
        view.put(
            PROFILES,
            account_id=recorded.stream.key,
            name=event.name,
            address=event.address,
            status="open",
            created_at=recorded.committed_at,
            changed_at=recorded.committed_at,
        )

    @when(UserRenamed)
    def renamed(self, recorded: RecordedEvent, event: UserRenamed, view: View) -> None:
        self._change(recorded, view, name=event.name)

    @when(AddressChanged)
    def moved(self, recorded: RecordedEvent, event: AddressChanged, view: View) -> None:
        self._change(recorded, view, address=event.address)

    @when(UserClosed)
    def closed(self, recorded: RecordedEvent, event: UserClosed, view: View) -> None:
        self._change(recorded, view, status="closed")

    def _change(self, recorded: RecordedEvent, view: View, **columns: str) -> None:
        view.put(PROFILES, account_id=recorded.stream.key, changed_at=recorded.committed_at, **columns)
