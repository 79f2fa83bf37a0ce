"""Wiring of what operators do."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

from onewrite.application.operations.operate import Operate
from onewrite.application.operations.rebuild_view import RebuildView
from onewrite.application.operations.reconcile_views import ReconcileViews
from onewrite.application.operations.release_stream import ReleaseStream
from onewrite.application.operations.replay_events import ReplayEvents
from onewrite.application.operations.switch_view import SwitchView
from onewrite.application.operations.verify_view import VerifyView
from onewrite.application.projections.advance import Advance
from onewrite.application.projections.failure_policy import FailurePolicy
from onewrite.bootstrap.adapters import Adapters
from onewrite.domain.model import Domain
from onewrite.settings import Settings


def wire_operations(  # noqa: PLR0913, PLR0917 - the composition root hands everything on
    settings: Settings,
    domain: Domain,
    adapters: Adapters,
    advance: Advance,
    clock: Callable[[], float],
    wait: Callable[[float], None],
) -> Operate:
    """`strict` parks at the first failure: an operator is watching, and no bus rings again by itself."""
    store, views, generations, ranges = adapters.store, adapters.views, adapters.generations, adapters.ranges
    operations = adapters.operations
    strict = Advance(views, FailurePolicy(attempts=1, interval=timedelta(0)), settings.advance_batch)
    rebuild = RebuildView(
        domain,
        store,
        views,
        generations,
        ranges,
        strict,
        adapters.bell,
        new_holder=lambda: str(uuid4()),
        clock=clock,
        wait=wait,
        everyone_knows_after=settings.generation_cache_seconds,
        lease_for=timedelta(seconds=settings.rebuild_lease_seconds),
    )
    return Operate(
        release=ReleaseStream(domain, views, generations, strict),
        rebuild=rebuild,
        verify=VerifyView(domain, store, views, generations, operations, advance),
        switch=SwitchView(domain, views, generations, ranges, wait, settings.generation_cache_seconds),
        reconcile=ReconcileViews(domain, store, adapters.outbox, views, generations, operations, advance),
        replay=ReplayEvents(store, adapters.topic, operations),
        operations=operations,
    )
