"""Remove a view that this code no longer declares: its rows, its checkpoints, its generations."""

from collections.abc import Callable
from dataclasses import dataclass

from onewrite.application.operations.walks.names import walks_of
from onewrite.application.ports.audit_log import Actor, Operation
from onewrite.application.ports.generations import GenerationStore
from onewrite.application.ports.views import Views
from onewrite.application.ports.walks import Walks
from onewrite.domain.model import Domain
from onewrite.errors import OperationRefused, Unavailable


@dataclass(frozen=True)
class Removed:
    """What is gone, and the tables that are empty now and can be dropped."""

    projection: str
    tables: tuple[str, ...]


@dataclass(frozen=True)
class RemoveView:
    """The row of the projection stays, without generations: instances of an old release see that it was removed.

    May be repeated, and has to be if it was interrupted. Raises OperationRefused and Unavailable.
    """

    domain: Domain
    views: Views
    generations: GenerationStore
    walks: Walks
    wait: Callable[[float], None]
    #: After so many seconds every instance has read the generations again.
    generation_cache_seconds: float

    def __call__(self, projection: str, actor: Actor) -> Removed:
        """Delete everything that the projection has in the database; its tables are those with which it began."""
        if any(declared.name == projection for declared in self.domain.projections):
            raise OperationRefused(
                f"This code declares {projection}: deploy a release without it, its queries and its function first",
                projection=projection,
            )
        known = self.generations.read(projection)
        tables = tuple(sorted(known.tables))
        if not tables:
            raise OperationRefused(
                f"The database has nothing of {projection}: `onewrite status` names what is left over",
                projection=projection,
            )
        operation = Operation("remove", actor, projection, details={"tables": list(tables)})
        self.generations.change(projection, lambda known: known.removed(), lambda _: operation)
        # After this wait no instance starts to advance it. A step under way may still write rows, which are never read.
        self.wait(self.generation_cache_seconds)
        try:
            self.views.remove(projection, tables)
            self.walks.forget([name for number in range(1, known.last + 1) for name in walks_of(projection, number)])
        except Unavailable as fault:
            raise Unavailable(
                f"Rows of {projection} are left, remove it again: {fault.message}", projection=projection
            ) from fault
        return Removed(projection, tables)
