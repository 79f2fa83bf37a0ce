"""Wiring of the relays that a scheduler calls."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from onewrite.adapters.purpose import Purpose
from onewrite.application.relay.publish_rows import PublishRows
from onewrite.application.relay.sweep_outbox import SweepOutbox
from onewrite.application.relay.tail_changes import TailChanges
from onewrite.bootstrap import purposes
from onewrite.bootstrap.basis import Basis


def wire_sweep(basis: Basis, purpose: Purpose = purposes.SWEEP) -> SweepOutbox:
    settings, adapters = basis.settings, basis.adapters.used_for(purpose)
    return SweepOutbox(
        outbox=adapters.outbox,
        publish=PublishRows(adapters.store, adapters.topic, adapters.unpublishable),
        new_holder=lambda: str(uuid4()),
        clock=basis.clock,
        grace=timedelta(seconds=settings.relay_grace_seconds if settings.eager_relay else 0),
        lease_for=timedelta(seconds=settings.relay_lease_seconds),
        seconds=settings.relay_seconds,
        batch=settings.relay_batch,
        batch_bytes=settings.relay_batch_bytes,
    )


def wire_tail(basis: Basis) -> TailChanges:
    """Return what follows the change stream, and begins with a sweep."""
    settings, sweep = basis.settings, wire_sweep(basis, purposes.TAIL)
    return TailChanges(
        changes=basis.adapters.used_for(purposes.TAIL).changes,
        outbox=sweep.outbox,
        publish=sweep.publish,
        sweep=replace(sweep, grace=timedelta(0)),
        batch=settings.relay_batch,
        batch_bytes=settings.relay_batch_bytes,
    )
