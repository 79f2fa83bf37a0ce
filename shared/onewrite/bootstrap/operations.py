"""Wiring of the operations of an operator."""

from collections.abc import Callable

from onewrite.application.operations.dead_letters import HandleDeadLetters
from onewrite.application.operations.operate import Operate
from onewrite.application.operations.rebuild.rebuild_view import RebuildView
from onewrite.application.operations.rebuild.rebuild_worker import RebuildWorker
from onewrite.application.operations.release_stream import ReleaseStream
from onewrite.application.operations.remove_view import RemoveView
from onewrite.application.operations.replay_events import ReplayEvents
from onewrite.application.operations.switch_view import SwitchView
from onewrite.application.operations.system import System
from onewrite.application.operations.unpublishable import HandleUnpublishable
from onewrite.application.operations.verify.verify_view import VerifyView
from onewrite.application.projections.checked_generations import CheckedGenerations
from onewrite.application.projections.halt import Halts
from onewrite.bootstrap import purposes
from onewrite.bootstrap.adapters import Adapters
from onewrite.bootstrap.advancing import advance_for, strictly
from onewrite.bootstrap.streams import wire_streams
from onewrite.bootstrap.tracing import traces_of
from onewrite.bootstrap.walking import walking_for, wire_reconcile
from onewrite.domain.model import Domain
from onewrite.settings import Settings, is_local
from onewrite.version import VERSION


def wire_operations(  # noqa: PLR0913 - the composition root passes everything on
    *,
    settings: Settings,
    domain: Domain,
    adapters: Adapters,
    generations: CheckedGenerations,
    halts: Halts,
    clock: Callable[[], float],
    wait: Callable[[float], None],
) -> Operate:
    """Return all operations, each with adapters that say what they are used for."""
    rebuild, verify, drop, remove, replay, operate = (
        adapters.used_for(purpose)
        for purpose in (
            *(purposes.REBUILD, purposes.VERIFY, purposes.DROP, purposes.REMOVE),
            *(purposes.REPLAY, purposes.OPERATE),
        )
    )
    release = strictly(advance_for(purposes.RELEASE, settings, adapters))
    reconcile = wire_reconcile(
        settings=settings,
        domain=domain,
        adapters=adapters,
        generations=generations,
        halts=halts,
        clock=clock,
        wait=wait,
    )
    return Operate(
        domain=domain,
        system=_system(settings, domain),
        streams=wire_streams(settings, domain, adapters, generations, clock),
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
            wait=wait,
            generation_cache_seconds=settings.generation_cache_seconds,
            wanted_ranges=settings.walk_ranges,
        ),
        rebuild_worker=RebuildWorker(
            domain=domain,
            generations=generations,
            walking=walking_for(purposes.REBUILD, settings, adapters, clock=clock, wait=wait),
            advance=strictly(advance_for(purposes.REBUILD, settings, adapters)),
        ),
        verify=VerifyView(
            domain=domain,
            views=verify.views,
            generations=generations,
            audit_log=verify.audit_log,
            advance=advance_for(purposes.VERIFY, settings, adapters),
            walking=walking_for(purposes.VERIFY, settings, adapters, clock=clock, wait=wait),
            rebuild_queue=adapters.rebuild_queue,
            batch_bytes=settings.advance_batch_bytes,
        ),
        switch=SwitchView(
            domain=domain,
            views=drop.views,
            generations=generations,
            walks=drop.walks,
            wait=wait,
            generation_cache_seconds=settings.generation_cache_seconds,
        ),
        remove=RemoveView(
            domain=domain,
            views=remove.views,
            generations=remove.generations,
            walks=remove.walks,
            wait=wait,
            generation_cache_seconds=settings.generation_cache_seconds,
        ),
        status=reconcile.status,
        reconcile=reconcile,
        unpublishable=HandleUnpublishable(operate.unpublishable),
        dead_letters=HandleDeadLetters(dead_letters=adapters.dead_letters, audit_log=operate.audit_log, clock=clock),
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
