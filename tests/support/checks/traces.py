"""What a view has in the database, in any of its generations."""

from typing import NamedTuple

from onewrite.application.operations.walks.names import walks_of
from onewrite.bootstrap import Adapters
from onewrite.domain.views import Table
from tests.support.checks.rows import rows_of

#: More than any test makes.
GENERATIONS = range(1, 10)


class Traces(NamedTuple):
    rows: int
    checkpoints: int
    parked: int
    walks: int


NO_TRACES = Traces(0, 0, 0, 0)


def traces(adapters: Adapters, projection: str, table: Table) -> Traces:
    views, streams = adapters.views, [head.stream for head in adapters.store.read_heads()]
    targets = [(projection, generation) for generation in GENERATIONS]
    return Traces(
        rows=sum(len(rows_of(adapters, table, generation)) for generation in GENERATIONS),
        checkpoints=sum(
            known.version > 0 or known.is_parked
            for stream in streams
            for known in views.read_checkpoints(targets, stream).values()
        ),
        parked=len(views.parked(projection, limit=1_000_000)),
        walks=sum(
            adapters.walks.read(name) is not None
            for generation in GENERATIONS
            for name in walks_of(projection, generation)
        ),
    )
