"""A domain with more than one of everything: two views, one of them of two categories of streams and in two tables."""

from dataclasses import replace

from accounts import ACCOUNTS
from accounts.account.events import InterestAdded, UserCreated
from accounts.views.interests import INTERESTS
from accounts.views.profiles import PROFILES
from onewrite.bootstrap import Adapters, App, build
from onewrite.domain.events import RecordedEvent
from onewrite.domain.projection import Projection, when
from onewrite.domain.streams import StreamId
from onewrite.domain.views import Table, View
from tests.support.systems.adapters import settings


class Both(Projection):
    """Names and interests of people, who have accounts, and of clubs."""

    name = "both"
    tables = (PROFILES, INTERESTS)

    @when(UserCreated)
    def created(self, recorded: RecordedEvent, event: UserCreated, view: View) -> None:
        view.put(PROFILES, account_id=recorded.stream.key, name=event.name)

    @when(InterestAdded)
    def added(self, recorded: RecordedEvent, event: InterestAdded, view: View) -> None:
        view.put(INTERESTS, account_id=recorded.stream.key, interest=event.interest, added_at=recorded.committed_at)


class Idle(Projection):
    """A view of accounts, to which nothing happens."""

    name = "idle"
    tables = (Table("idle", key=PROFILES.key, row=PROFILES.row),)


PLURAL = replace(ACCOUNTS, projections=(Idle(), Both()), queries=())

#: The categories take turns in the order of keys, and one of them has more streams.
STREAMS = [StreamId(*text.split("-")) for text in ("account-a", "account-d", "club-b", "club-c", "club-e", "account-f")]


def plural_app(adapters: Adapters, *projections: Projection) -> App:
    here = settings(park_after_attempts=1, generation_cache_seconds=0, eager_relay=False)
    domain = replace(PLURAL, projections=projections or PLURAL.projections)
    return build(here, domain, adapters, wait=lambda seconds: None)


def rows(app: App, generation: int) -> tuple[int, int]:
    """Return how many rows each table has."""
    profiles, interests = (
        len(app.adapters.views.page(generation, table, after=None, limit=99)) for table in Both.tables
    )
    return profiles, interests
