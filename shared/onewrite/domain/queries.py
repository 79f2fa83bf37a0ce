"""Queries of views, declared once for routes, validation and documentation.

Each raises TypeError where it is declared if its table can't serve it: a filter or an order without an index is refused
there, not discovered in production.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, TypeAlias

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from onewrite.domain.reading import Reader, Source, key_of
from onewrite.domain.views import Index, Table
from onewrite.domain.views.columns import SCALARS, column_type

VARIABLE: Final = re.compile(r"\{(\w+)\}")
#: Parameters that the library reads itself.
RESERVED: Final = frozenset({"min_version", "max_staleness", "page_size", "page_token"})


def variables_of(path: str) -> tuple[str, ...]:
    """Return the names of the variable parts of a path."""
    return tuple(VARIABLE.findall(path))


@dataclass(frozen=True)
class RowQuery:
    """`GET /path/{column}`: one row. The path names every column of the key."""

    path: str
    source: Source
    summary: str

    def __post_init__(self) -> None:
        """Raise TypeError for half a key."""
        key = key_of(self.source)
        if sorted(variables_of(self.path)) != sorted(key):
            raise TypeError(f"RowQuery {self.path}: its path must name the whole key, {_path_of(key)}")


@dataclass(frozen=True)
class PageQuery:
    """`GET /path?page_size=&page_token=`: rows in key order; those under a prefix of the key that the path names."""

    path: str
    source: Source
    summary: str

    def __post_init__(self) -> None:
        named, key = variables_of(self.path), key_of(self.source)
        if len(named) >= len(key) or sorted(named) != sorted(key[: len(named)]):
            raise TypeError(f"PageQuery {self.path}: its path can name the first columns of the key, {_path_of(key)}")


@dataclass(frozen=True)
class ListQuery:
    """`GET /path?…&page_size=&page_token=`: rows in the order of an index of the table.

    The columns that the path names, and those in `where` as parameters, are the first of the index and must be equal.
    The next column of the index may be limited by parameters: `column_from`, inclusive, and `column_before`, exclusive.
    """

    path: str
    source: Source
    index: Index
    summary: str
    where: tuple[str, ...] = ()

    @cached_property
    def equal(self) -> tuple[str, ...]:
        """The columns that must be equal, in the order of the index."""
        return self.index.columns[: len(variables_of(self.path)) + len(self.where)]

    @property
    def ranged(self) -> str | None:
        """The column whose values can be limited, if one is left."""
        return next(iter(self.index.columns[len(self.equal) :]), None)

    @property
    def limits(self) -> tuple[str, ...]:
        """The names of the parameters that limit it: the first is inclusive, the other exclusive."""
        return (f"{self.ranged}_from", f"{self.ranged}_before") if self.ranged else ()

    def __post_init__(self) -> None:
        named = (*variables_of(self.path), *self.where)
        if taken := sorted((RESERVED & {*self.where, *self.limits}) | ({*named} & {*self.limits})):
            raise TypeError(f"ListQuery {self.path}: rename {', '.join(taken)}: the library reads parameters so named")
        if self.index not in self.source.indexes:
            raise TypeError(
                f"ListQuery {self.path}: {self.source.name} declares no {self.index!r}: add it to its indexes"
            )
        if sorted(named) != sorted(self.equal):
            raise TypeError(
                f"ListQuery {self.path}: no index serves a filter by {', '.join(named)}: {self.index!r} begins with "
                f"{', '.join(self.index.columns[: len(named)])}"
            )


@dataclass(frozen=True)
class SearchQuery:
    """`GET /path?q=`: rows whose text matches all the words, grouped by the first key column, best score first."""

    path: str
    source: Table
    summary: str
    #: The name of the matching texts in each result.
    texts: str = "texts"

    def __post_init__(self) -> None:
        self.source.require_text()


@dataclass(frozen=True)
class OwnQuery:
    """`GET /path?…`: what a function makes of views, all read as of one instant.

    `ask` takes the parameters and a reader of what `reads` names, and returns the answer, or None if there is none. The
    fields of `parameters` are the variable parts of the path, and the others parameters of the query. If the path names
    the leading key column of the first table, `min_version` is offered for that stream.
    """

    path: str
    summary: str
    parameters: type[BaseModel]
    answer: type[BaseModel]
    ask: Callable[[Any, Reader], BaseModel | None]
    reads: tuple[Source, ...]

    def __post_init__(self) -> None:
        fields, named = self.parameters.model_fields, variables_of(self.path)
        if lacking := [name for name in named if name not in fields]:
            raise TypeError(f"OwnQuery {self.path}: add the fields {', '.join(lacking)} to {self.parameters.__name__}")
        if misnamed := sorted({name for name in named if fields[name].validation_alias or named.count(name) > 1}):
            raise TypeError(
                f"OwnQuery {self.path}: name {', '.join(misnamed)} once, and as in the path, without an alias"
            )
        if unread := [name for name, field in self.parameters.model_fields.items() if not _is_sent_as_text(field)]:
            raise TypeError(
                f"OwnQuery {self.path}: {', '.join(unread)} of {self.parameters.__name__} can't be sent as text: use a "
                f"str, a number, a time, a choice"
            )
        if taken := sorted(RESERVED & {field.alias or name for name, field in fields.items()}):
            raise TypeError(f"OwnQuery {self.path}: rename {', '.join(taken)}: the library reads parameters so named")
        if not self.reads:
            raise TypeError(f"OwnQuery {self.path}: name the tables that it reads")


Query: TypeAlias = RowQuery | PageQuery | ListQuery | SearchQuery | OwnQuery


def sources_of(query: Query) -> tuple[Source, ...]:
    """Return what the query reads."""
    return query.reads if isinstance(query, OwnQuery) else (query.source,)


def stream_column_of(query: Query) -> str | None:
    """Return the variable of its path that is the key of a stream: that stream's version can be asked for."""
    first = sources_of(query)[0]
    if isinstance(query, ListQuery) or not isinstance(first, Table):
        return None
    return first.key[0] if first.key[0] in variables_of(query.path) else None


def _is_sent_as_text(field: FieldInfo) -> bool:
    known = column_type(field)
    return known is not None and known.name in SCALARS.values()


def _path_of(key: tuple[str, ...]) -> str:
    return "/".join(f"{{{column}}}" for column in key)
