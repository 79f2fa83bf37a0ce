"""Projections that can be told to fail."""

from accounts.account import ACCOUNT
from accounts.account.events import UserRenamed
from accounts.views.profiles import PROFILES
from onewrite.domain.events import RecordedEvent
from onewrite.domain.projection import Projection, when
from onewrite.domain.views import View


class Names(Projection):
    """Keeps the last name of each account; fails on names that it `cannot_take`, after it has written something."""

    name = "names"
    tables = (PROFILES,)

    def __init__(self, *cannot_take: str) -> None:
        self.cannot_take = set(cannot_take)
        # It can be used outside a domain, too.
        vars(self).update(vars(self.in_domain([ACCOUNT])))

    @when(UserRenamed)
    def renamed(self, recorded: RecordedEvent, event: UserRenamed, view: View) -> None:
        view.put(PROFILES, account_id=recorded.stream.key, name=event.name)
        if event.name in self.cannot_take:
            raise ValueError(f"{event.name} is personal data")
