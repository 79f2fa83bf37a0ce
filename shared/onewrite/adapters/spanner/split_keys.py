"""The keys at which the tables of a generation are split: whole ones, as Spanner takes no others."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from onewrite.domain.events import Json
from onewrite.domain.projection import Projection
from onewrite.domain.streams import StreamId
from onewrite.domain.views import Key, Table

#: The least value of each type that a key can have, by its name in GoogleSQL.
LEAST: Final[Mapping[str, Json]] = {
    "STRING": "",
    "BOOL": False,
    "INT64": -(2**63),
    "NUMERIC": "-99999999999999999999999999999.999999999",
    "TIMESTAMP": "0001-01-01T00:00:00Z",
    "DATE": "0001-01-01",
}


def split_keys(projection: Projection, generation: int, cuts: Sequence[StreamId]) -> Iterator[tuple[str, Key]]:
    """Yield table and key of each split.

    Checkpoints and tables are cut where their streams are, and totals only where the generation begins: which groups
    there will be isn't known yet.
    """
    yield "checkpoints", (projection.name, generation, "")
    yield from (
        ("checkpoints", (projection.name, generation, str(cut)))
        for cut in cuts
        if cut.category in projection.categories
    )
    for table in projection.all_tables:
        yield table.name, (generation, *_least(table))
    for table in projection.tables:
        category = projection.category_of(table)
        keys = (cut.key for cut in cuts if cut.category == category)
        yield from ((table.name, (generation, key, *_least(table)[1:])) for key in keys)


def _least(table: Table) -> Key:
    return tuple(LEAST[table.types[column].name] for column in table.key)
