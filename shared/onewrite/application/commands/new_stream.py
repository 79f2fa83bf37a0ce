"""Ids of new streams, for commands that name none."""

from typing import Final
from uuid import UUID, uuid4, uuid5

from onewrite.domain.aggregate import Aggregate
from onewrite.domain.streams import StreamId

#: Never changes: a key that is sent again has to lead to the same stream.
NAMESPACE: Final = UUID("8b0d1d0e-5a43-4c0e-9f0e-6f2f7c1d3a52")


def new_stream(aggregate: Aggregate, idempotency_key: str | None) -> StreamId:
    """Return a random id; under an idempotency key always the same one, derived from it."""
    made = uuid5(NAMESPACE, f"{aggregate.category}/{idempotency_key}") if idempotency_key else uuid4()
    return aggregate.stream(str(made))
