"""An application over the recording, wired as in production."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from google.api_core.client_options import ClientOptions
from google.auth.credentials import AnonymousCredentials
from google.cloud import spanner

from infra.simulation.counted.profile import Profile
from infra.simulation.counted.recording import RecordingPublisher, RecordingSpanner
from onewrite.adapters import pubsub
from onewrite.adapters.spanner import (
    Connection,
    SpannerEventStore,
    SpannerGenerationStore,
    SpannerOutbox,
    SpannerReaders,
    SpannerUnpublishableEvents,
    SpannerViews,
)
from onewrite.adapters.spanner.client.calls import limit_calls
from onewrite.adapters.spanner.client.sessions import SessionPool
from onewrite.bootstrap import App, build
from onewrite.bootstrap.adapters import Adapters, memory_adapters
from onewrite.domain.model import Domain
from onewrite.settings import Settings


@dataclass(frozen=True)
class Measured:
    """Any number of applications over one recording, and what it has counted."""

    counted: Profile
    adapters: Adapters
    #: As in production, but that no generation is read again meanwhile, and that no row is too young for the sweep.
    settings: Settings

    def app(self, domain: Domain, **settings: Any) -> App:
        return build(self.settings.model_copy(update=settings), domain, self.adapters)

    @contextmanager
    def profile(self) -> Iterator[Profile]:
        """Yield a profile, which at the end of the block has what was counted in it."""
        before, found = self.counted.copy(), Profile()
        yield found
        vars(found).update(vars(self.counted.minus(before)))


def measured() -> Measured:
    """Return adapters over a new, empty recording; what isn't profiled stays in memory."""
    counted = Profile()
    client = spanner.Client(
        project="p", credentials=AnonymousCredentials(), client_options=ClientOptions(), disable_builtin_metrics=True
    )
    database = client.instance("i").database("d", pool=SessionPool())
    database._spanner_api = RecordingSpanner(counted)  # noqa: SLF001 - the last place before gRPC
    limit_calls(database.spanner_api, 20)
    connection = Connection(database, timeout=20, retry_delay=None)
    publisher = RecordingPublisher(source="//onewrite/events", timeout=30, counted=counted)
    adapters = replace(
        memory_adapters(),
        store=SpannerEventStore(connection),
        outbox=SpannerOutbox(connection),
        unpublishable=SpannerUnpublishableEvents(connection),
        topic=pubsub.PubSubTopic(publisher, "projects/p/topics/events"),
        views=SpannerViews(connection),
        readers=SpannerReaders(connection),
        generations=SpannerGenerationStore(connection),
    )
    return Measured(
        counted,
        adapters,
        Settings(domain="accounts:ACCOUNTS", check_identity=False, generation_cache_seconds=1e6, relay_grace_seconds=0),
    )
