"""Wiring of the operations of an operator."""

from onewrite.application.operations.dead_letters import HandleDeadLetters
from onewrite.application.operations.operate import Operate
from onewrite.application.operations.rebuild.rebuild_view import RebuildView
from onewrite.application.operations.reconcile.reconcile_views import ReconcileViews
from onewrite.application.operations.release_stream import ReleaseStream
from onewrite.application.operations.remove_view import RemoveView
from onewrite.application.operations.replay_events import ReplayEvents
from onewrite.application.operations.switch_view import SwitchView
from onewrite.application.operations.system import System
from onewrite.application.operations.unpublishable import HandleUnpublishable
from onewrite.bootstrap import purposes
from onewrite.bootstrap.basis import Basis
from onewrite.bootstrap.wiring.advancing import advance_for, strictly
from onewrite.bootstrap.wiring.rebuilds import rebuild_worker, verify_view
from onewrite.bootstrap.wiring.streams import wire_streams
from onewrite.bootstrap.wiring.traces import traces_of
from onewrite.domain.model import Domain
from onewrite.settings import Settings, is_local
from onewrite.version import VERSION


def wire_operations(basis: Basis, reconcile: ReconcileViews) -> Operate:
    """Return all operations, each with adapters that say what they are used for."""
    settings, domain, adapters, generations = basis.settings, basis.domain, basis.adapters, basis.generations
    rebuild, drop, remove, replay, operate = (
        adapters.used_for(purpose)
        for purpose in (purposes.REBUILD, purposes.DROP, purposes.REMOVE, purposes.REPLAY, purposes.OPERATE)
    )
    release = strictly(advance_for(purposes.RELEASE, basis))
    return Operate(
        domain=domain,
        system=_system(settings, domain),
        streams=wire_streams(basis),
        release=ReleaseStream(
            domain=domain,
            views=release.views,
            generations=generations,
            advance=release,
        ),
        rebuild=RebuildView(
            domain=domain,
            generations=generations,
            walks=rebuild.walks,
            splits=rebuild.splits,
            rebuild_queue=adapters.rebuild_queue,
            wait=basis.wait,
            generation_cache_seconds=settings.generation_cache_seconds,
            wanted_ranges=settings.walk_ranges,
        ),
        rebuild_worker=rebuild_worker(basis),
        verify=verify_view(basis),
        switch=SwitchView(
            domain=domain,
            views=drop.views,
            generations=generations,
            walks=drop.walks,
            wait=basis.wait,
            generation_cache_seconds=settings.generation_cache_seconds,
        ),
        remove=RemoveView(
            domain=domain,
            views=remove.views,
            generations=remove.generations,
            walks=remove.walks,
            wait=basis.wait,
            generation_cache_seconds=settings.generation_cache_seconds,
        ),
        status=reconcile.status,
        reconcile=reconcile,
        unpublishable=HandleUnpublishable(operate.unpublishable),
        dead_letters=HandleDeadLetters(
            dead_letters=adapters.dead_letters, audit_log=operate.audit_log, clock=basis.clock
        ),
        replay=ReplayEvents(
            store=replay.store,
            topic=replay.topic,
            audit_log=replay.audit_log,
            batch=settings.relay_batch,
            batch_bytes=settings.relay_batch_bytes,
        ),
        changes=adapters.changes,
        audit_log=operate.audit_log,
        traces=traces_of(settings),
    )


def _system(settings: Settings, domain: Domain) -> System:
    return System(
        domain=domain,
        version=VERSION,
        is_local=is_local(),
        store=settings.store,
        project=settings.project,
        instance=settings.instance,
        database=settings.database,
        operators_see_data=settings.operators_see_data,
    )
