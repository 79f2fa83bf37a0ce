"""Wiring of what walks over all streams."""

from datetime import timedelta
from uuid import uuid4

from onewrite.adapters.purpose import Purpose
from onewrite.application.operations.reconcile.compare_checkpoints import CompareCheckpoints
from onewrite.application.operations.reconcile.read_status import ReadStatus
from onewrite.application.operations.reconcile.reconcile_views import ReconcileViews
from onewrite.application.operations.walks.pace import Pace
from onewrite.application.operations.walks.walk_streams import WalkStreams
from onewrite.application.projections.known_generations import KnownGenerations
from onewrite.bootstrap import purposes
from onewrite.bootstrap.basis import Basis
from onewrite.bootstrap.wiring.advancing import advance_for


def walking_for(purpose: Purpose, basis: Basis) -> WalkStreams:
    adapters = basis.adapters.used_for(purpose)
    return WalkStreams(
        store=adapters.store,
        walks=adapters.walks,
        new_holder=lambda: str(uuid4()),
        clock=basis.clock,
        wait=basis.wait,
        lease_for=timedelta(seconds=basis.settings.walk_lease_seconds),
        wanted_ranges=basis.settings.walk_ranges,
    )


def wire_reconcile(basis: Basis) -> ReconcileViews:
    """Return what reconciles, and with it what tells the status: somebody waits for that."""
    settings, adapters, generations = basis.settings, basis.adapters, basis.generations
    reconcile, looking = adapters.used_for(purposes.RECONCILE), adapters.used_for(purposes.STATUS)
    compare = CompareCheckpoints(
        domain=basis.domain,
        store=reconcile.store,
        views=reconcile.views,
        generations=generations,
        known=KnownGenerations(generations, basis.clock, settings.generation_cache_seconds),
        advance=advance_for(purposes.RECONCILE, basis, halts=basis.halts),
    )
    status = ReadStatus(
        domain=basis.domain,
        outbox=looking.outbox,
        views=looking.views,
        generations=generations,
        walks=looking.walks,
        compare=compare,
    )
    return ReconcileViews(
        compare=compare,
        walking=walking_for(purposes.RECONCILE, basis),
        status=status,
        audit_log=reconcile.audit_log,
        seconds=settings.reconcile_seconds,
        pace=Pace(settings.reconcile_streams_per_second),
    )
