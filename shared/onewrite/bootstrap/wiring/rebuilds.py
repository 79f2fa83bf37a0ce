"""Wiring of what builds generations, and compares them with the store."""

from onewrite.application.operations.rebuild.rebuild_worker import RebuildWorker
from onewrite.application.operations.rebuild.work_on_rebuild import WorkOnRebuild
from onewrite.application.operations.verify.verify_view import VerifyView
from onewrite.bootstrap import purposes
from onewrite.bootstrap.basis import Basis
from onewrite.bootstrap.wiring.advancing import advance_for, strictly
from onewrite.bootstrap.wiring.walking import walking_for


def wire_rebuilds(basis: Basis) -> WorkOnRebuild:
    return WorkOnRebuild(
        works=(rebuild_worker(basis).work, verify_view(basis).work),
        rebuild_queue=basis.adapters.rebuild_queue,
        clock=basis.clock,
        wait=basis.wait,
        seconds=basis.settings.rebuild_seconds,
    )


def rebuild_worker(basis: Basis) -> RebuildWorker:
    return RebuildWorker(
        domain=basis.domain,
        generations=basis.generations,
        walking=walking_for(purposes.REBUILD, basis),
        advance=strictly(advance_for(purposes.REBUILD, basis)),
    )


def verify_view(basis: Basis) -> VerifyView:
    adapters = basis.adapters.used_for(purposes.VERIFY)
    return VerifyView(
        domain=basis.domain,
        views=adapters.views,
        generations=basis.generations,
        audit_log=adapters.audit_log,
        advance=advance_for(purposes.VERIFY, basis),
        walking=walking_for(purposes.VERIFY, basis),
        rebuild_queue=basis.adapters.rebuild_queue,
        batch_bytes=basis.settings.advance_batch_bytes,
    )
