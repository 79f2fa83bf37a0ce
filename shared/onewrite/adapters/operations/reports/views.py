"""How far a view is with a stream."""

from dataclasses import asdict
from datetime import datetime
from typing import Self

from onewrite.adapters.models import Model
from onewrite.application.operations.streams.views_of_streams import ViewOfStream, ViewState
from onewrite.application.ports.views import Failure


class FailureReport(Model):
    """The event that a view can't apply. The error's text holds no data, but where faults are shown."""

    version: int
    event_id: str
    event_type: str
    error_class: str
    error: str
    attempts: int
    first_failed_at: datetime
    last_failed_at: datetime
    parked_at: datetime | None

    @classmethod
    def of(cls, failure: Failure, parked_at: datetime | None) -> Self:
        return cls(**asdict(failure), parked_at=parked_at)


class ViewReport(Model):
    """One generation of a view, how far it has applied the stream, and what stops it.

    `updated_at` is None before the first event of the stream was applied. `problem` says why a view isn't served, and
    then `generation` is None.
    """

    projection: str
    generation: int | None
    is_active: bool
    state: ViewState
    version: int
    updated_at: datetime | None
    failure: FailureReport | None
    problem: str | None

    @classmethod
    def of(cls, found: ViewOfStream, version: int) -> Self:
        """Return how the view stands to the event of that version."""
        view, checkpoint = found.view, found.checkpoint
        return cls(
            projection=view.projection,
            generation=view.generation or None,
            is_active=view.is_active,
            state=found.state_at(version),
            version=checkpoint.version,
            updated_at=checkpoint.updated_at,
            failure=FailureReport.of(checkpoint.failure, checkpoint.parked_at) if checkpoint.failure else None,
            problem=view.problem,
        )
