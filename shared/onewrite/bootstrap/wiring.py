"""Wiring: builds every use case, once in a process, from its environment."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import cache
from threading import Lock
from time import monotonic, sleep
from typing import Final
from uuid import uuid4

from flask import Request

from onewrite.adapters.http.identity import CheckIdentity, GoogleCertificates, anyone
from onewrite.adapters.http.login import KEYS_URL, CheckLogin
from onewrite.adapters.logging import start_logging
from onewrite.application.commands.accept_command import AcceptCommand
from onewrite.application.commands.load_state import LoadState
from onewrite.application.commands.take_snapshot import TakeSnapshot
from onewrite.application.operations.rebuild.work_on_rebuild import WorkOnRebuild
from onewrite.application.operations.reconcile.heal_views import HealViews
from onewrite.application.projections.checked_generations import CheckedGenerations
from onewrite.application.projections.halt import Halts
from onewrite.application.projections.known_generations import KnownGenerations
from onewrite.application.projections.pull_streams import PullStreams
from onewrite.application.projections.pushes.follow_stream import FollowStream
from onewrite.application.projections.pushes.known_checkpoints import KnownCheckpoints
from onewrite.application.projections.pushes.share_transactions import ShareTransactions
from onewrite.application.queries.active_views import ActiveViews
from onewrite.application.queries.catch_up import CatchUp
from onewrite.application.queries.read_history import ReadHistory
from onewrite.application.queries.read_view import ReadView
from onewrite.application.relay.bus_breaker import bus_breaker
from onewrite.application.relay.clear_together import ClearTogether
from onewrite.application.relay.publish_rows import PublishRows
from onewrite.application.relay.relay_events import RelayEvents
from onewrite.application.relay.sweep_outbox import SweepOutbox
from onewrite.application.relay.tail_changes import TailChanges
from onewrite.bootstrap import purposes
from onewrite.bootstrap.adapters import Adapters, adapters_of
from onewrite.bootstrap.advancing import advance_for, strictly
from onewrite.bootstrap.app import App
from onewrite.bootstrap.metrics import begin_to_tell
from onewrite.bootstrap.operations import wire_operations
from onewrite.bootstrap.tracing import start_tracing
from onewrite.domain.model import Domain
from onewrite.settings import Settings, domain_of, is_in_cloud

#: Held while the application is wired: requests that arrive at a cold start would all do so.
_wiring: Final = Lock()


def app() -> App:
    """Return the application, wired on first use for the environment of this process."""
    with _wiring:
        return _wired()


def forget_app() -> None:
    """Let the application be wired again when it is used the next time."""
    _wired.cache_clear()


@cache
def _wired() -> App:
    settings = Settings()
    start_logging(project=settings.project)
    start_tracing(settings)
    return replace(build(settings, domain_of(settings), adapters_of(settings)), metrics=begin_to_tell(settings))


def build(
    settings: Settings,
    domain: Domain,
    adapters: Adapters,
    *,
    clock: Callable[[], float] = monotonic,
    wait: Callable[[float], None] = sleep,
) -> App:
    """Wire every use case. `clock` measures durations on this machine, in seconds; times of day are the store's."""
    checked = CheckedGenerations(domain, adapters.used_for(purposes.GENERATIONS).generations)
    generations = KnownGenerations(checked, clock=clock, seconds=settings.generation_cache_seconds)
    halts = Halts(clock)
    advance = advance_for(purposes.ADVANCE, settings, adapters, halts)
    operate = wire_operations(
        settings=settings, domain=domain, adapters=adapters, generations=checked, halts=halts, clock=clock, wait=wait
    )
    commands, queries, history, tail = (
        adapters.used_for(purpose) for purpose in (purposes.COMMAND, purposes.QUERY, purposes.HISTORY, purposes.TAIL)
    )
    sweep_of_tail = _scheduled_relay(settings, tail, clock)
    return App(
        domain=domain,
        adapters=adapters.used_for(purposes.READY),
        accept_command=AcceptCommand(
            domain=domain,
            store=commands.store,
            load_state=LoadState(domain=domain, store=commands.store),
            take_snapshot=TakeSnapshot(small=settings.snapshot_small_bytes, every=settings.snapshot_every),
            relay=_eager_relay(settings, adapters.used_for(purposes.EAGER), clock),
            new_event_id=_new_id,
            attempts=settings.command_attempts,
        ),
        sweep_outbox=_scheduled_relay(settings, adapters.used_for(purposes.SWEEP), clock),
        tail_changes=TailChanges(
            changes=tail.changes,
            outbox=tail.outbox,
            publish=sweep_of_tail.publish,
            sweep=replace(sweep_of_tail, grace=timedelta(0)),
            batch=settings.relay_batch,
            batch_bytes=settings.relay_batch_bytes,
        ),
        generations=checked,
        advance=advance,
        follow_stream=FollowStream(
            domain=domain,
            generations=generations,
            known=KnownCheckpoints(advance.views, clock),
            advance=ShareTransactions(domain, advance, clock),
            clock=clock,
            seconds=settings.push_seconds,
            batch=advance.batch,
        ),
        pull_streams=PullStreams(
            domain=domain,
            changes=adapters.changes,
            generations=generations,
            advance=strictly(advance_for(purposes.PULL, settings, adapters, halts)),
            heal=HealViews(
                replace(
                    operate.reconcile.compare,
                    advance=strictly(operate.reconcile.compare.advance),
                    passes_halted=False,
                ),
                operate.reconcile.walking,
            ),
        ),
        read_view=ReadView(
            ActiveViews(
                domain=domain,
                readers=queries.readers,
                generations=generations,
                catch_up=CatchUp(
                    advance=advance_for(purposes.QUERY, settings, adapters, halts),
                    clock=clock,
                    seconds=settings.read_seconds,
                ),
            )
        ),
        read_history=ReadHistory(store=history.store, load_state=LoadState(domain=domain, store=history.store)),
        work_on_rebuild=WorkOnRebuild(
            works=(operate.rebuild_worker.work, operate.verify.work),
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
        breaker=bus_breaker(clock),
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
    by_token = CheckIdentity(callers=callers, read_certificates=GoogleCertificates(), in_cloud=is_in_cloud())
    if not settings.iap_project_number:
        return by_token
    return CheckLogin(settings.iap_project_number, GoogleCertificates(KEYS_URL), otherwise=by_token)


def _new_id() -> str:
    return str(uuid4())


if is_in_cloud():
    # A wrong environment has to fail the deployment, not the first request.
    domain_of(Settings())
