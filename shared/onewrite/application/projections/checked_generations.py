"""The generations of a domain's projections, checked: their rows are in the tables that this code declares."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from onewrite.application.ports.audit_log import Operation
from onewrite.application.ports.generations import Generations, GenerationStore
from onewrite.domain.model import Domain
from onewrite.domain.views import TableKeys
from onewrite.errors import TablesDiffer, ViewLeftOver, ViewRemoved


@dataclass(frozen=True)
class CheckedGenerations:
    """All that applies events, or reads rows, asks here first which generations there are.

    A table with another name or key would be empty behind checkpoints that say "up to date", and a projection with
    another name would begin in the middle. So every method raises ViewNotServed; and UnknownProjection, Unavailable.
    """

    domain: Domain
    store: GenerationStore

    def read(self, projection: str) -> Generations:
        """Return the generations; the first one alone before the projection has begun. One round trip afterwards."""
        return self._check(projection, self.store.read(projection))

    def begin(self, projection: str) -> Generations:
        """Return the same, before events are applied: from now on the projection keeps its rows in these tables."""
        known = self.read(projection)
        if known.has_begun:
            return known
        return self._check(projection, self.store.begin(projection, self.domain.projection(projection).table_keys))

    def begin_again(self, projection: str) -> None:
        """Let the projection begin with the next generation if it was removed."""
        tables = self.domain.projection(projection).table_keys
        if self.store.read(projection).is_removed:
            self.store.change(projection, lambda known: known.begun_again(tables) if known.is_removed else known)

    def change(
        self,
        projection: str,
        change: Callable[[Generations], Generations],
        operation_of: Callable[[Generations], Operation] | None = None,
    ) -> Generations:
        """Change the generations as GenerationStore does."""
        self.begin(projection)
        return self.store.change(projection, lambda known: change(self._check(projection, known)), operation_of)

    def left_over(self) -> Sequence[str]:
        """Return the names of projections that are in the database and not in this code."""
        declared = {projection.name for projection in self.domain.projections}
        found = {name for name, known in self.store.read_all().items() if not known.is_removed}
        return sorted(found - declared)

    def _check(self, name: str, known: Generations) -> Generations:
        projection = self.domain.projection(name)
        if known.is_removed:
            raise ViewRemoved(name)
        if known.has_begun and known.tables != projection.table_keys:
            raise TablesDiffer(name, _shown(known.tables), _shown(projection.table_keys))
        if not known.has_begun and (left_over := self.left_over()):
            raise ViewLeftOver(name, ", ".join(left_over))
        return known


def _shown(tables: TableKeys) -> str:
    """Return the tables as text, as in `interests(account_id, interest)`."""
    return ", ".join(f"{name}({', '.join(key)})" for name, key in sorted(tables.items()))
