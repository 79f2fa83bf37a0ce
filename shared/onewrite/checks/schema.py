"""Compares the tables that projections need with those that infra/schema creates."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from onewrite.checks.created import Created, CreatedIndex, CreatedTable
from onewrite.checks.statements import title

SEARCH: Final = "SEARCH"


@dataclass(frozen=True)
class Misfit:
    """What is wrong and what to do about it; and the statement that mends it, if adding one does."""

    told: str
    adds: str | None = None


def misfits(needed: Mapping[str, Sequence[str]], schema: Iterable[str]) -> Iterator[Misfit]:
    """`needed`: for each projection, the statements that its tables and indexes would be created by."""
    there = Created.by(schema)
    for projection, statements in needed.items():
        wanted = Created.by(statements)
        for name, table in wanted.tables.items():
            if name in there.tables:
                yield from _columns(projection, name, table, there.tables[name])
        yield from _missing(projection, wanted, there, statements)


def _missing(projection: str, wanted: Created, there: Created, statements: Sequence[str]) -> Iterator[Misfit]:
    """Yield the tables and indexes that aren't there, or are others."""
    by_title = {title(statement).partition(" ON ")[0].rpartition(" ")[2]: statement for statement in statements}
    for name in (name for name in wanted.tables if name not in there.tables):
        yield Misfit(
            f"infra/schema: the projection {projection} writes to the table {name}, which no file creates: add what "
            f"`onewrite schema` prints, or mend the name",
            by_title[name],
        )
    for name, index in wanted.indexes.items():
        if index.kind == SEARCH:
            if not any(_serves(found, index) for found in there.indexes.values()):
                yield _add(f"{index.table} lacks a search index on {index.columns[0]}", by_title[name])
        elif name not in there.indexes:
            yield _add(f"{index.table} lacks the index {name}", by_title[name])
        elif (found := there.indexes[name]) != index:
            yield Misfit(
                f"infra/schema: the index {name} is on {_shown(found)}, and the table of {projection} declares "
                f"{_shown(index)}: add DROP INDEX {name}; {by_title[name]}"
            )


def _columns(projection: str, name: str, wanted: CreatedTable, there: CreatedTable) -> Iterator[Misfit]:
    """Yield what is wrong with a table that is there."""
    if there.key != wanted.key:
        yield Misfit(
            f"infra/schema: the key of {name} is ({', '.join(there.key)}), and {projection} needs "
            f"({', '.join(wanted.key)}): create a table of another name, as shared/replace_a_view.md says"
        )
    for column, needed in wanted.columns.items():
        if column not in there.columns:
            addition = f"ALTER TABLE {name} ADD COLUMN {column} {needed}"
            yield _add(f"{name} lacks the column {column}, which {projection} writes", addition)
        elif not holds(there.columns[column].type, needed.type):
            yield Misfit(
                f"infra/schema: {name}.{column} is {there.columns[column].type}, and the row of {projection} needs "
                f"{needed.type}: mend the type there, or in the row"
            )
    for column, found in there.columns.items():
        if found.must_be_written and column not in {*wanted.key, *(part.partition(" ")[0] for part in there.key)}:
            yield Misfit(
                f"infra/schema: {name}.{column} is NOT NULL and not in the key, but an event writes only what it "
                f"changes: take NOT NULL out, as in ALTER TABLE {name} ALTER COLUMN {column} {found.type}"
            )


def holds(there: str, needed: str) -> bool:
    """Tell whether a column of this type holds what is needed. A length that the model doesn't name is free."""
    if there == needed or needed == there.replace(_length(there), "MAX"):
        return True
    same = re.sub(r"\(\w+\)", "()", there) == re.sub(r"\(\w+\)", "()", needed)
    return same and (_length(there) == "MAX" or int(_length(there), 0) >= int(_length(needed), 0))


def _length(type_: str) -> str:
    found = re.search(r"\((\w+)\)", type_)
    return found[1] if found else "-"


def _serves(found: CreatedIndex, wanted: CreatedIndex) -> bool:
    is_there = found.kind == SEARCH and found.table == wanted.table and set(wanted.columns) <= set(found.columns)
    return is_there and found.partition == wanted.partition


def _shown(index: CreatedIndex) -> str:
    return f"{index.kind} {index.table}({', '.join(index.columns)})".strip()


def _add(what: str, statement: str) -> Misfit:
    return Misfit(f"infra/schema: {what}: add {' '.join(statement.split())}", statement)
