"""Wiring: builds every use case, once in a process, from its environment."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import cache
from time import monotonic, sleep
from uuid import uuid4

from flask import Request

from onewrite.adapters.http.identity import CheckIdentity, GoogleCertificates, anyone
from onewrite.adapters.logging import start_logging
from onewrite.application.commands.accept_command import AcceptCommand
from onewrite.application.commands.load_state import LoadState
from onewrite.application.commands.take_snapshot import TakeSnapshot
from onewrite.application.operations.rebuild.work_on_rebuild import WorkOnRebuild
from onewrite.application.projections.advance import Advance
from onewrite.application.projections.checked_generations import CheckedGenerations
from onewrite.application.projections.failure_policy import FailurePolicy
from onewrite.application.projections.follow_stream import FollowStream
from onewrite.application.projections.known_generations import KnownGenerations
from onewrite.application.projections.pull_streams import PullStreams
from onewrite.application.projections.share_transactions import ShareTransactions
from onewrite.application.queries.active_views import ActiveViews
from onewrite.application.queries.catch_up import CatchUp
from onewrite.application.queries.read_history import ReadHistory
from onewrite.application.queries.read_view import ReadView
from onewrite.application.relay.breaker import Breaker
from onewrite.application.relay.clear_together import ClearTogether
from onewrite.application.relay.publish_rows import PublishRows
from onewrite.application.relay.relay_events import RelayEvents
from onewrite.application.relay.sweep_outbox import SweepOutbox
from onewrite.application.relay.tail_changes import TailChanges
from onewrite.bootstrap.adapters import Adapters, adapters_of
from onewrite.bootstrap.app import App
from onewrite.bootstrap.operations import wire_operations
from onewrite.domain.model import Domain
from onewrite.errors.telling import whole, without_data
from onewrite.settings import Settings, domain_of, is_in_cloud


@cache
def app() -> App:
    """Return the application, wired on first use for the environment of this process."""
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
    """Wire every use case. `clock` measures durations on this machine, in seconds; times of day are the store's."""
    load_state = LoadState(domain=domain, store=adapters.store)
    checked = CheckedGenerations(domain, adapters.generations)
    generations = KnownGenerations(checked, clock=clock, seconds=settings.generation_cache_seconds)
    advance = Advance(
        views=adapters.views,
        failure_policy=FailurePolicy(
            attempts=settings.park_after_attempts,
            interval=timedelta(seconds=settings.attempt_interval_seconds),
            tell=whole if settings.show_faults else without_data,
        ),
        batch=settings.advance_batch,
    )
    strict = replace(advance, failure_policy=replace(advance.failure_policy, attempts=1, interval=timedelta(0)))
    operate = wire_operations(
        settings=settings,
        domain=domain,
        adapters=adapters,
        generations=checked,
        advance=advance,
        strict=strict,
        clock=clock,
        wait=wait,
    )
    sweep_outbox = _scheduled_relay(settings, adapters, clock)
    return App(
        domain=domain,
        adapters=adapters,
        accept_command=AcceptCommand(
            domain=domain,
            store=adapters.store,
            load_state=load_state,
            take_snapshot=TakeSnapshot(small=settings.snapshot_small_bytes, every=settings.snapshot_every),
            relay=_eager_relay(settings, adapters, clock),
            new_event_id=_new_id,
            attempts=settings.command_attempts,
        ),
        sweep_outbox=sweep_outbox,
        tail_changes=TailChanges(
            changes=adapters.changes,
            outbox=adapters.outbox,
            publish=sweep_outbox.publish,
            sweep=replace(sweep_outbox, grace=timedelta(0)),
            batch=settings.relay_batch,
            batch_bytes=settings.relay_batch_bytes,
        ),
        generations=checked,
        advance=advance,
        follow_stream=FollowStream(
            domain=domain, views=adapters.views, generations=generations, advance=ShareTransactions(advance)
        ),
        pull_streams=PullStreams(
            domain=domain,
            changes=adapters.changes,
            generations=generations,
            advance=strict,
            reconcile=lambda projections: replace(
                operate.reconcile, domain=replace(domain, projections=projections, queries=()), advance=strict
            )(),
        ),
        read_view=ReadView(
            ActiveViews(
                domain=domain,
                readers=adapters.readers,
                generations=generations,
                catch_up=CatchUp(advance=advance, clock=clock, seconds=settings.read_seconds),
            )
        ),
        read_history=ReadHistory(store=adapters.store, load_state=load_state),
        work_on_rebuild=WorkOnRebuild(
            worker=operate.rebuild_worker,
            rebuild_queue=adapters.rebuild_queue,
            clock=clock,
            wait=wait,
            seconds=settings.rebuild_seconds,
        ),
        operate=operate,
        check_caller=_check_caller(settings),
        show_faults=settings.show_faults,
        follow_seconds=settings.follow_seconds,
    )


def _eager_relay(settings: Settings, adapters: Adapters, clock: Callable[[], float]) -> RelayEvents | None:
    if not settings.eager_relay:
        return None
    return RelayEvents(
        topic=adapters.topic,
        clear=ClearTogether(adapters.outbox),
        breaker=Breaker(clock),
        within=settings.eager_relay_seconds,
    )


def _scheduled_relay(settings: Settings, adapters: Adapters, clock: Callable[[], float]) -> SweepOutbox:
    return SweepOutbox(
        outbox=adapters.outbox,
        publish=PublishRows(adapters.store, adapters.topic, adapters.unpublishable),
        new_holder=_new_id,
        clock=clock,
        grace=timedelta(seconds=settings.relay_grace_seconds if settings.eager_relay else 0),
        lease_for=timedelta(seconds=settings.relay_lease_seconds),
        seconds=settings.relay_seconds,
        batch=settings.relay_batch,
        batch_bytes=settings.relay_batch_bytes,
    )


def _check_caller(settings: Settings) -> Callable[[Request], None]:
    if not settings.check_identity:
        return anyone
    callers = frozenset(filter(None, settings.callers.split(",")))
    return CheckIdentity(callers=callers, read_certificates=GoogleCertificates(), in_cloud=is_in_cloud())


def _new_id() -> str:
    return str(uuid4())


if is_in_cloud():
    # A wrong environment has to fail the deployment, not the first request.
    domain_of(Settings())
