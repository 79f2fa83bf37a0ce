"""The sample domain with a view that can be told to fail, and systems that serve it."""

from collections.abc import Callable
from dataclasses import replace
from time import monotonic

from accounts import ACCOUNTS
from accounts.account import ACCOUNT
from accounts.views.interests import Interests
from accounts.views.profiles import Profiles
from onewrite.application.ports.audit_log import Actor
from onewrite.bootstrap import Adapters, App, build
from onewrite.domain.events import RecordedEvent
from onewrite.domain.projection import Projection
from onewrite.domain.queries import sources_of
from onewrite.domain.streams import StreamId
from onewrite.domain.views import View
from tests.support.systems.adapters import settings

ADA = Actor("ada", "because")


class Fragile(Profiles):
    """The view `profiles`; after it has written, it raises at the places that it `cannot_take`."""

    def __init__(self) -> None:
        self.cannot_take: dict[tuple[StreamId, int], type[Exception]] = {}
        # It can be used outside a domain, too.
        vars(self).update(vars(self.in_domain(ACCOUNTS.aggregates)))

    def fail(self, stream: StreamId, version: int, error: type[Exception] = ValueError) -> None:
        self.cannot_take[stream, version] = error

    def mend(self) -> None:
        self.cannot_take.clear()

    def apply(self, recorded: RecordedEvent, view: View) -> None:
        super().apply(recorded, view)
        if error := self.cannot_take.get((recorded.stream, recorded.version)):
            raise error(f"{recorded.data} is personal data")


class Noting(Fragile):
    """Notes the versions that it applies."""

    def __init__(self) -> None:
        super().__init__()
        self.applied: list[int] = []

    def apply(self, recorded: RecordedEvent, view: View) -> None:
        super().apply(recorded, view)
        self.applied.append(recorded.version)


def app_of(
    adapters: Adapters,
    profiles: Projection | None = None,
    *,
    clock: Callable[[], float] = monotonic,
    wait: Callable[[float], None] = lambda seconds: None,
    **changes: object,
) -> App:
    """A system over these adapters that waits for nobody: instances know of new generations at once."""
    here = settings(**{"park_after_attempts": 1, "generation_cache_seconds": 0, "eager_relay": False, **changes})
    projections = (profiles or Profiles(), Interests())
    kept = [table for projection in projections for table in projection.tables]
    queries = [query for query in ACCOUNTS.queries if all(source in kept for source in sources_of(query))]
    domain = replace(ACCOUNTS, aggregates=(ACCOUNT,), projections=projections, queries=queries)
    return build(here, domain, adapters, clock=clock, wait=wait)


def apply_all(app: App, *streams: StreamId) -> None:
    """Bring both views up to date with all of these streams, in one transaction each; none of them may fail."""
    for projection in app.domain.projections:
        app.advance(projection, 1, streams)


def follow(app: App, *streams: StreamId) -> None:
    """Push to both projections, for each stream; each must have taken it or have parked it."""
    for stream in streams:
        for projection in app.domain.projections:
            app.follow_stream((projection.name,), stream, 10**6)
