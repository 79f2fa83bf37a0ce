"""The rows of one generation of a view, as they are now."""

from collections.abc import Sequence

from onewrite.bootstrap import Adapters
from onewrite.domain.events import Json
from onewrite.domain.reading import Source
from onewrite.domain.views import Row


def rows_of(adapters: Adapters, source: Source, generation: int = 1) -> Sequence[Row]:
    """Return all rows in key order, up to ten thousand."""
    with adapters.readers.open(once=True) as reader:
        return reader.page(generation, source, limit=10_000)


def row_of(adapters: Adapters, source: Source, *key: Json, generation: int = 1) -> Row | None:
    with adapters.readers.open(once=True) as reader:
        return reader.get_all(generation, source, [key]).get(key)
