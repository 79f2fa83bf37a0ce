"""Wiring of what brings views up to date, for each of the use cases that do so."""

from dataclasses import replace
from datetime import timedelta

from onewrite.adapters.purpose import Purpose
from onewrite.application.projections.advance import Advance
from onewrite.application.projections.halt import Halts
from onewrite.application.projections.steps.failure_policy import FailurePolicy
from onewrite.bootstrap.basis import Basis
from onewrite.errors.telling import whole, without_data


def advance_for(purpose: Purpose, basis: Basis, *, halts: Halts | None = None) -> Advance:
    """Return one that counts the attempts of a failing event, which the messages of the bus bring.

    Without `halts` it goes on whatever happens, as what an operator asks for does.
    """
    settings = basis.settings
    return Advance(
        views=basis.adapters.used_for(purpose).views,
        failure_policy=FailurePolicy(
            attempts=settings.park_after_attempts,
            interval=timedelta(seconds=settings.attempt_interval_seconds),
            tell=whole if settings.show_faults else without_data,
        ),
        batch=settings.advance_batch,
        batch_bytes=settings.advance_batch_bytes,
        halts=halts,
    )


def strictly(advance: Advance) -> Advance:
    """Return one that parks at the first failure, as no message comes again for another attempt."""
    return replace(advance, failure_policy=replace(advance.failure_policy, attempts=1, interval=timedelta(0)))
