"""Wiring: every use case, put together once for the environment of a process."""

from collections.abc import Callable
from datetime import timedelta
from functools import cache
from importlib import import_module
from time import monotonic, sleep
from uuid import uuid4

from flask import Request

from onewrite.adapters.http.identity import CheckIdentity, GoogleCertificates, anyone
from onewrite.adapters.logging import start_logging
from onewrite.application.commands.accept_command import AcceptCommand
from onewrite.application.commands.load_state import LoadState
from onewrite.application.operations.rebuild_worker import WorkOnRebuild
from onewrite.application.projections.advance import Advance
from onewrite.application.projections.failure_policy import FailurePolicy
from onewrite.application.projections.follow_stream import FollowStream
from onewrite.application.projections.known_generations import KnownGenerations
from onewrite.application.projections.share_transactions import ShareTransactions
from onewrite.application.queries.read_history import ReadHistory
from onewrite.application.queries.read_view import ReadView
from onewrite.application.relay.relay_events import RelayEvents
from onewrite.application.relay.sweep_outbox import SweepOutbox
from onewrite.bootstrap.adapters import Adapters, adapters_of
from onewrite.bootstrap.app import App
from onewrite.bootstrap.operations import wire_operations
from onewrite.domain.model import Domain
from onewrite.settings import Settings, is_in_cloud


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
    store, views = adapters.store, adapters.views
    load_state = LoadState(domain.decider, domain.event_types, store)
    relay = RelayEvents(adapters.outbox, adapters.topic, settings.eager_relay_seconds) if settings.eager_relay else None
    policy = FailurePolicy(settings.park_after_attempts, timedelta(seconds=settings.attempt_interval_seconds))
    advance = Advance(views, policy, settings.advance_batch)
    generations = KnownGenerations(adapters.generations, clock, settings.generation_cache_seconds)
    operate = wire_operations(settings, domain, adapters, advance, clock, wait)
    return App(
        domain=domain,
        adapters=adapters,
        accept_command=AcceptCommand(domain.decider, store, load_state, relay, _new_id, settings.command_attempts),
        sweep_outbox=_sweep(settings, adapters, clock),
        advance=advance,
        follow_stream=FollowStream(domain, views, generations, ShareTransactions(advance)),
        read_view=ReadView(domain, views, generations, advance, clock, settings.read_seconds),
        read_history=ReadHistory(store, load_state),
        work_on_rebuild=WorkOnRebuild(operate.rebuild, clock, wait, settings.rebuild_seconds),
        operate=operate,
        check_caller=_check_caller(settings),
    )


def domain_of(settings: Settings) -> Domain:
    """Import the domain that `ONEWRITE_DOMAIN` names. Raises ImportError and AttributeError."""
    module, _, name = settings.domain.partition(":")
    domain: Domain = getattr(import_module(module), name)
    return domain


def _sweep(settings: Settings, adapters: Adapters, clock: Callable[[], float]) -> SweepOutbox:
    return SweepOutbox(
        adapters.store,
        adapters.outbox,
        adapters.topic,
        new_holder=_new_id,
        clock=clock,
        grace=timedelta(seconds=settings.relay_grace_seconds if settings.eager_relay else 0),
        lease_for=timedelta(seconds=settings.relay_lease_seconds),
        seconds=settings.relay_seconds,
        batch=settings.relay_batch,
    )


def _check_caller(settings: Settings) -> Callable[[Request], None]:
    if not settings.check_identity:
        return anyone
    callers = frozenset(filter(None, settings.callers.split(",")))
    return CheckIdentity(callers, GoogleCertificates(), in_cloud=is_in_cloud())


def _new_id() -> str:
    return str(uuid4())


if is_in_cloud():
    # A wrong environment has to stop the deployment, not the first request.
    Settings()
