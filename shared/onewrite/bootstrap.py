"""The composition root: the only place that knows which adapter is in use."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from importlib import import_module
from time import monotonic
from uuid import uuid4

from onewrite.adapters.http.api import Api
from onewrite.adapters.http.commands import commands_api
from onewrite.adapters.http.queries import queries_api
from onewrite.adapters.http.relay import relay_api
from onewrite.adapters.logging import start_logging
from onewrite.application.accept_command import AcceptCommand
from onewrite.application.advance import Advance
from onewrite.application.failure_policy import FailurePolicy
from onewrite.application.follow_stream import FollowStream
from onewrite.application.known_generations import KnownGenerations
from onewrite.application.load_state import LoadState
from onewrite.application.ports.event_store import EventStore
from onewrite.application.ports.generations import GenerationStore
from onewrite.application.ports.outbox import Outbox
from onewrite.application.ports.topic import Topic
from onewrite.application.ports.views import Views
from onewrite.application.read_history import ReadHistory
from onewrite.application.read_view import ReadView
from onewrite.application.relay_events import RelayEvents
from onewrite.application.sweep_outbox import SweepOutbox
from onewrite.domain.model import Domain
from onewrite.settings import Settings


@dataclass(frozen=True)
class Adapters:
    """One adapter for each port."""

    store: EventStore
    outbox: Outbox
    topic: Topic
    views: Views
    generations: GenerationStore


@dataclass(frozen=True)
class App:
    """All that the system can do."""

    domain: Domain
    adapters: Adapters
    accept_command: AcceptCommand
    sweep_outbox: SweepOutbox
    advance: Advance
    follow_stream: FollowStream
    read_view: ReadView
    read_history: ReadHistory
    commands: Api
    queries: Api
    relay: Api


@cache
def app() -> App:
    """The application, wired for the environment of this process, on first use."""
    start_logging()
    settings = Settings()
    return build(settings, domain_of(settings), adapters_of(settings))


def build(settings: Settings, domain: Domain, adapters: Adapters, *, clock: Callable[[], float] = monotonic) -> App:
    """Wire every use case. `clock` measures durations of this machine, in seconds; times of day are the store's."""
    store, outbox, topic, views = adapters.store, adapters.outbox, adapters.topic, adapters.views
    load_state = LoadState(domain.decider, domain.event_types, store)
    relay = RelayEvents(outbox, topic) if settings.eager_relay else None
    accept = AcceptCommand(domain.decider, store, load_state, relay, _new_id, settings.command_attempts)
    sweep = SweepOutbox(
        store,
        outbox,
        topic,
        new_holder=_new_id,
        clock=clock,
        grace=timedelta(seconds=settings.relay_grace_seconds if settings.eager_relay else 0),
        lease_for=timedelta(seconds=settings.relay_lease_seconds),
        seconds=settings.relay_seconds,
        batch=settings.relay_batch,
    )
    policy = FailurePolicy(settings.park_after_attempts, timedelta(seconds=settings.attempt_interval_seconds))
    advance = Advance(views, policy, settings.advance_batch)
    generations = KnownGenerations(adapters.generations, clock, settings.generation_cache_seconds)
    read, history = ReadView(domain, views, generations, advance), ReadHistory(store, load_state)

    def check_ready() -> None:
        outbox.read_marks()

    return App(
        domain=domain,
        adapters=adapters,
        accept_command=accept,
        sweep_outbox=sweep,
        advance=advance,
        follow_stream=FollowStream(domain, views, generations, advance),
        read_view=read,
        read_history=history,
        commands=commands_api(domain, accept, check_ready),
        queries=queries_api(domain, read, history, check_ready),
        relay=relay_api(sweep, check_ready),
    )


def domain_of(settings: Settings) -> Domain:
    """Import the domain that `ONEWRITE_DOMAIN` names. Raises ImportError and AttributeError."""
    module, _, name = settings.domain.partition(":")
    domain: Domain = getattr(import_module(module), name)
    return domain


def adapters_of(settings: Settings) -> Adapters:
    return memory_adapters() if settings.store == "memory" else _cloud_adapters(settings)


@cache
def memory_adapters() -> Adapters:
    """The embedded system: one for the process, shared by every function in it."""
    from onewrite.adapters import memory  # noqa: PLC0415 - each process loads the adapters that it uses

    database = memory.MemoryDatabase()
    return Adapters(
        memory.MemoryEventStore(database),
        memory.MemoryOutbox(database),
        memory.MemoryTopic(),
        memory.MemoryViews(database),
        memory.MemoryGenerationStore(database),
    )


def _cloud_adapters(settings: Settings) -> Adapters:
    from onewrite.adapters import pubsub, spanner  # noqa: PLC0415 - importing Google's clients takes a second

    connection = spanner.connect(
        settings.project,
        settings.instance,
        settings.database,
        timeout=settings.store_timeout_seconds,
        retry_delay=settings.retry_delay_seconds,
    )
    return Adapters(
        spanner.SpannerEventStore(connection),
        spanner.SpannerOutbox(connection),
        pubsub.topic(settings.project, settings.topic, settings.source, settings.publish_timeout_seconds),
        spanner.SpannerViews(connection),
        spanner.SpannerGenerationStore(connection),
    )


def _new_id() -> str:
    return str(uuid4())
