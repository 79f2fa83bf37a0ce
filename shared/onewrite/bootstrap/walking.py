"""Wiring of what walks over all streams."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

from onewrite.adapters.purpose import Purpose
from onewrite.application.operations.reconcile.compare_checkpoints import CompareCheckpoints
from onewrite.application.operations.reconcile.read_status import ReadStatus
from onewrite.application.operations.reconcile.reconcile_views import ReconcileViews
from onewrite.application.operations.walks.pace import Pace
from onewrite.application.operations.walks.walk_streams import WalkStreams
from onewrite.application.projections.checked_generations import CheckedGenerations
from onewrite.application.projections.halt import Halts
from onewrite.application.projections.known_generations import KnownGenerations
from onewrite.bootstrap import purposes
from onewrite.bootstrap.adapters import Adapters
from onewrite.bootstrap.advancing import advance_for
from onewrite.domain.model import Domain
from onewrite.settings import Settings


def walking_for(
    purpose: Purpose,
    settings: Settings,
    adapters: Adapters,
    *,
    clock: Callable[[], float],
    wait: Callable[[float], None],
) -> WalkStreams:
    used = adapters.used_for(purpose)
    return WalkStreams(
        store=used.store,
        walks=used.walks,
        new_holder=lambda: str(uuid4()),
        clock=clock,
        wait=wait,
        lease_for=timedelta(seconds=settings.walk_lease_seconds),
        wanted_ranges=settings.walk_ranges,
    )


def wire_reconcile(  # noqa: PLR0913 - the composition root passes everything on
    *,
    settings: Settings,
    domain: Domain,
    adapters: Adapters,
    generations: CheckedGenerations,
    halts: Halts,
    clock: Callable[[], float],
    wait: Callable[[float], None],
) -> ReconcileViews:
    """Return what reconciles, and with it what tells the status: somebody waits for that."""
    reconcile, looking = adapters.used_for(purposes.RECONCILE), adapters.used_for(purposes.STATUS)
    compare = CompareCheckpoints(
        domain=domain,
        store=reconcile.store,
        views=reconcile.views,
        generations=generations,
        known=KnownGenerations(generations, clock, settings.generation_cache_seconds),
        advance=advance_for(purposes.RECONCILE, settings, adapters, halts),
    )
    status = ReadStatus(
        domain=domain,
        outbox=looking.outbox,
        views=looking.views,
        generations=generations,
        walks=looking.walks,
        compare=compare,
    )
    return ReconcileViews(
        compare=compare,
        walking=walking_for(purposes.RECONCILE, settings, adapters, clock=clock, wait=wait),
        status=status,
        audit_log=reconcile.audit_log,
        seconds=settings.reconcile_seconds,
        pace=Pace(settings.reconcile_streams_per_second),
    )
