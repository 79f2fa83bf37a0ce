"""The application: every use case, wired once."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache, partial
from importlib import import_module
from time import monotonic, sleep
from uuid import uuid4

from onewrite.adapters.http.api import Api
from onewrite.adapters.http.commands import commands_api
from onewrite.adapters.http.doorbells import doorbells_api, rebuilds_api
from onewrite.adapters.http.identity import CheckIdentity, GoogleCertificates, anyone
from onewrite.adapters.http.operations import operations_api
from onewrite.adapters.http.queries import queries_api
from onewrite.adapters.http.reconcile import reconcile_api
from onewrite.adapters.http.relay import relay_api
from onewrite.adapters.logging import start_logging
from onewrite.application.accept_command import AcceptCommand
from onewrite.application.advance import Advance
from onewrite.application.failure_policy import FailurePolicy
from onewrite.application.follow_stream import FollowStream
from onewrite.application.known_generations import KnownGenerations
from onewrite.application.load_state import LoadState
from onewrite.application.operate import Operate
from onewrite.application.read_history import ReadHistory
from onewrite.application.read_view import ReadView
from onewrite.application.relay_events import RelayEvents
from onewrite.application.share_transactions import ShareTransactions
from onewrite.application.sweep_outbox import SweepOutbox
from onewrite.application.work_on_rebuild import WorkOnRebuild
from onewrite.bootstrap.adapters import Adapters, adapters_of
from onewrite.bootstrap.operations import wire_operations
from onewrite.domain.model import Domain
from onewrite.settings import Settings, is_in_cloud


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
    operate: Operate
    #: The API of a projection's function, by the projection's name.
    doorbell: Callable[[str], Api]
    rebuilds: Api
    commands: Api
    queries: Api
    relay: Api
    reconcile: Api
    operations: Api


@cache
def app() -> App:
    """The application, wired for the environment of this process, on first use."""
    start_logging()
    settings = Settings()
    return build(settings, domain_of(settings), adapters_of(settings))


def build(
    settings: Settings,
    domain: Domain,
    adapters: Adapters,
    *,
    clock: Callable[[], float] = monotonic,
    wait: Callable[[float], None] = sleep,
) -> App:
    """Wire every use case. `clock` measures durations of this machine, in seconds; times of day are the store's."""
    store, outbox, views = adapters.store, adapters.outbox, adapters.views
    load_state = LoadState(domain.decider, domain.event_types, store)
    relay = RelayEvents(outbox, adapters.topic, settings.eager_relay_seconds) if settings.eager_relay else None
    accept = AcceptCommand(domain.decider, store, load_state, relay, _new_id, settings.command_attempts)
    sweep = SweepOutbox(
        store,
        outbox,
        adapters.topic,
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
    read = ReadView(domain, views, generations, advance, clock, settings.read_seconds)
    history = ReadHistory(store, load_state)
    follow = FollowStream(domain, views, generations, ShareTransactions(advance))
    operate = wire_operations(settings, domain, adapters, advance, clock, wait)

    def check_ready() -> None:
        outbox.read_marks()

    callers = frozenset(filter(None, settings.callers.split(",")))
    known = CheckIdentity(callers, GoogleCertificates(), in_cloud=is_in_cloud()) if settings.check_identity else anyone
    inner = partial(replace, check_caller=known)

    @cache
    def doorbell(projection: str) -> Api:
        def check_ready_for_it() -> None:
            domain.projection(projection)
            check_ready()

        return inner(doorbells_api(projection, follow, check_ready_for_it))

    return App(
        domain=domain,
        adapters=adapters,
        accept_command=accept,
        sweep_outbox=sweep,
        advance=advance,
        follow_stream=follow,
        read_view=read,
        read_history=history,
        operate=operate,
        doorbell=doorbell,
        rebuilds=inner(
            rebuilds_api(WorkOnRebuild(operate.rebuild, clock, wait, settings.rebuild_seconds), check_ready)
        ),
        commands=commands_api(domain, accept, check_ready),
        queries=queries_api(domain, read, history, check_ready),
        relay=inner(relay_api(sweep, check_ready)),
        reconcile=inner(reconcile_api(operate.reconcile, check_ready)),
        operations=inner(operations_api(operate, check_ready)),
    )


def domain_of(settings: Settings) -> Domain:
    """Import the domain that `ONEWRITE_DOMAIN` names. Raises ImportError and AttributeError."""
    module, _, name = settings.domain.partition(":")
    domain: Domain = getattr(import_module(module), name)
    return domain


def _new_id() -> str:
    return str(uuid4())


if is_in_cloud():
    # A wrong environment has to stop the deployment, not the first request.
    Settings()
