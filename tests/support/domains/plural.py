"""A domain with more than one of everything: two aggregates, and two views, one of them of both and in two tables."""

from dataclasses import replace

from accounts import ACCOUNTS
from accounts.account import ACCOUNT
from accounts.account.events import UserCreated
from accounts.views.interests import INTERESTS
from accounts.views.profiles import PROFILES
from onewrite.bootstrap import Adapters, App, build
from onewrite.domain.event_types import EventTypes
from onewrite.domain.events import Event, RecordedEvent
from onewrite.domain.projection import Projection, when
from onewrite.domain.streams import StreamId
from onewrite.domain.views import View
from tests.support.checks.rows import rows_of
from tests.support.systems.adapters import settings


class SocietyOpened(Event, type="SocietyOpened"):
    pass


class SubjectAdded(Event, type="SubjectAdded"):
    subject: str


SOCIETY = replace(
    ACCOUNT,
    category="society",
    collection="societies",
    commands=(),
    event_types=EventTypes(SocietyOpened, SubjectAdded),
)
PEOPLE = replace(PROFILES, category="account")
SUBJECTS = replace(INTERESTS, category="society")


class Both(Projection):
    """The names of people, who have accounts, and the subjects of societies."""

    name = "both"
    tables = (PEOPLE, SUBJECTS)

    @when(UserCreated)
    def created(self, recorded: RecordedEvent, event: UserCreated, view: View) -> None:
        view.put(PEOPLE, account_id=recorded.stream.key, name=event.name)

    @when(SubjectAdded)
    def added(self, recorded: RecordedEvent, event: SubjectAdded, view: View) -> None:
        view.put(SUBJECTS, account_id=recorded.stream.key, interest=event.subject, added_at=recorded.committed_at)


class Idle(Projection):
    """A view of accounts, to which nothing happens."""

    name = "idle"
    tables = (replace(PROFILES, name="idle"),)

    @when(UserCreated)
    def created(self, recorded: RecordedEvent, event: UserCreated, view: View) -> None:
        pass


PLURAL = replace(ACCOUNTS, aggregates=(ACCOUNT, SOCIETY), projections=(Idle(), Both()), queries=())

#: The categories take turns in the order of keys, two share a key, and one of them has more streams.
ACCOUNT_KEYS, SOCIETY_KEYS = ("a", "d", "f", "g"), ("b", "c", "d")
STREAMS = [
    *(StreamId("account", key) for key in ACCOUNT_KEYS),
    *(StreamId("society", key) for key in SOCIETY_KEYS),
]


def plural_app(adapters: Adapters, *projections: Projection) -> App:
    here = settings(park_after_attempts=1, generation_cache_seconds=0, eager_relay=False)
    domain = replace(PLURAL, projections=projections or PLURAL.projections)
    return build(here, domain, adapters, wait=lambda seconds: None)


def rows(app: App, generation: int) -> tuple[int, int]:
    """Return how many rows each table has."""
    people, subjects = (len(rows_of(app.adapters, table, generation)) for table in Both.tables)
    return people, subjects
