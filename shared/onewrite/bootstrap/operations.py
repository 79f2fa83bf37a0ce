"""Wiring of the operations of an operator."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

from onewrite.application.operations.dead_letters import HandleDeadLetters
from onewrite.application.operations.operate import Operate
from onewrite.application.operations.rebuild.rebuild_view import RebuildView
from onewrite.application.operations.rebuild.rebuild_worker import RebuildWorker
from onewrite.application.operations.reconcile_views import ReconcileViews
from onewrite.application.operations.release_stream import ReleaseStream
from onewrite.application.operations.remove_view import RemoveView
from onewrite.application.operations.replay_events import ReplayEvents
from onewrite.application.operations.switch_view import SwitchView
from onewrite.application.operations.unpublishable import HandleUnpublishable
from onewrite.application.operations.verify.verify_view import VerifyView
from onewrite.application.operations.walks.walk_streams import WalkStreams
from onewrite.application.projections.advance import Advance
from onewrite.application.projections.checked_generations import CheckedGenerations
from onewrite.bootstrap.adapters import Adapters
from onewrite.domain.model import Domain
from onewrite.settings import Settings


def wire_operations(  # noqa: PLR0913 - the composition root passes everything on
    *,
    settings: Settings,
    domain: Domain,
    adapters: Adapters,
    generations: CheckedGenerations,
    advance: Advance,
    strict: Advance,
    clock: Callable[[], float],
    wait: Callable[[float], None],
) -> Operate:
    """Return all operations. `strict` parks at the first failure, as no message comes again for another attempt."""
    walking = WalkStreams(
        store=adapters.store,
        walks=adapters.walks,
        new_holder=lambda: str(uuid4()),
        clock=clock,
        wait=wait,
        lease_for=timedelta(seconds=settings.walk_lease_seconds),
        wanted_ranges=settings.walk_ranges,
    )
    return Operate(
        domain=domain,
        release=ReleaseStream(
            domain=domain,
            views=adapters.views,
            generations=generations,
            advance=strict,
        ),
        rebuild=RebuildView(
            domain=domain,
            generations=generations,
            walks=adapters.walks,
            rebuild_queue=adapters.rebuild_queue,
            wait=wait,
            generation_cache_seconds=settings.generation_cache_seconds,
            wanted_ranges=settings.walk_ranges,
        ),
        rebuild_worker=RebuildWorker(
            domain=domain,
            generations=generations,
            walking=walking,
            advance=strict,
        ),
        verify=VerifyView(
            domain=domain,
            store=adapters.store,
            views=adapters.views,
            generations=generations,
            audit_log=adapters.audit_log,
            advance=advance,
        ),
        switch=SwitchView(
            domain=domain,
            views=adapters.views,
            generations=generations,
            walks=adapters.walks,
            wait=wait,
            generation_cache_seconds=settings.generation_cache_seconds,
        ),
        remove=RemoveView(
            domain=domain,
            views=adapters.views,
            generations=adapters.generations,
            walks=adapters.walks,
            wait=wait,
            generation_cache_seconds=settings.generation_cache_seconds,
        ),
        reconcile=ReconcileViews(
            domain=domain,
            store=adapters.store,
            outbox=adapters.outbox,
            views=adapters.views,
            generations=generations,
            audit_log=adapters.audit_log,
            advance=advance,
        ),
        unpublishable=HandleUnpublishable(adapters.unpublishable),
        dead_letters=HandleDeadLetters(dead_letters=adapters.dead_letters, audit_log=adapters.audit_log, clock=clock),
        replay=ReplayEvents(
            store=adapters.store,
            topic=adapters.topic,
            audit_log=adapters.audit_log,
            batch=settings.relay_batch,
            batch_bytes=settings.relay_batch_bytes,
        ),
        changes=adapters.changes,
        audit_log=adapters.audit_log,
    )
