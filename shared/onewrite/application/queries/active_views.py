"""The generations of views that answer queries, read as of one instant."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeAlias, TypeVar

from onewrite.application.ports.reader import FRESH, Readers, ViewReader
from onewrite.application.projections.known_generations import KnownGenerations
from onewrite.application.queries.catch_up import CatchUp
from onewrite.domain.model import Domain
from onewrite.domain.reading import Source
from onewrite.domain.streams import StreamId
from onewrite.domain.views import Table
from onewrite.errors import NotInSchema

T = TypeVar("T")
#: The generation of each source, by the name of the source.
Active: TypeAlias = Mapping[str, int]


@dataclass(frozen=True)
class ActiveViews:
    """Reads any number of views. Every method raises ViewNotServed and Unavailable."""

    domain: Domain
    readers: Readers
    generations: KnownGenerations
    catch_up: CatchUp

    def read(
        self, *sources: Source, work: Callable[[ViewReader, Active], T], staleness: timedelta, once: bool = False
    ) -> T:
        """Run `work` on these sources, as they were so long ago; `once` promises that it reads once."""
        try:
            with self._open(*sources, staleness=staleness, once=once) as (reader, active):
                return work(reader, active)
        except NotInSchema:
            if not staleness:
                raise
            # What was not there then may be there now.
            return self.read(*sources, work=work, staleness=FRESH, once=once)

    def read_at_version(
        self,
        *sources: Source,
        work: Callable[[ViewReader, Active, int], T],
        key: str,
        min_version: int,
        staleness: timedelta = FRESH,
    ) -> T:
        """Run `work` with the version of the stream with this key, to which rows of the first table belong.

        A version that the reader names is waited for. Raises what CatchUp raises.
        """
        table = sources[0]
        assert isinstance(table, Table)
        projection = self.domain.projection_of(table)
        stream = StreamId(projection.category_of(table), key)

        def read(reader: ViewReader, active: Active) -> T | Behind:
            version = reader.checkpoint(projection.name, active[table.name], stream).version
            return work(reader, active, version) if version >= min_version else Behind(active[table.name])

        while isinstance(found := self.read(*sources, work=read, staleness=staleness), Behind):
            self.catch_up(projection, found.generation, stream, min_version)
        return found

    @contextmanager
    def _open(self, *sources: Source, staleness: timedelta, once: bool) -> Iterator[tuple[ViewReader, Active]]:
        """Open a reader. What is stale comes from the generations that answered then: today's were not built yet."""
        names = {source.name: self.domain.projection_of(source).name for source in sources}
        known = {name: self.generations(name).active for name in names.values()}
        with self.readers.open(staleness=staleness, once=once and not staleness) as reader:
            if staleness:
                known = {name: reader.active(name) for name in known}
            yield reader, {source: known[name] for source, name in names.items()}


@dataclass(frozen=True)
class Behind:
    """The view has not reached the version that the reader names, in this generation."""

    generation: int
