"""What one query is asked: the variable parts of its path and its parameters, read into models."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Request
from pydantic import BaseModel, create_model

from onewrite.adapters.http.requests.columns import StreamKey, own_type, sent_type
from onewrite.adapters.http.requests.parameters import (
    PageParameters,
    Parameters,
    SearchParameters,
    StreamPageParameters,
    StreamParameters,
    ViewParameters,
)
from onewrite.adapters.http.requests.reading import Reading
from onewrite.adapters.http.requests.validation import parameters_of, read_strings, refuse_repeated
from onewrite.domain.queries import (
    ListQuery,
    OwnQuery,
    PageQuery,
    Query,
    RowQuery,
    SearchQuery,
    stream_column_of,
    variables_of,
)
from onewrite.domain.reading import Source
from onewrite.domain.views import Key


@dataclass(frozen=True)
class Asked:
    """The models for one query: `own` is about what it asks for, `how` about how the library reads it."""

    own: type[BaseModel]
    how: type[Parameters]
    path: tuple[str, ...]

    def read(self, request: Request, path: Mapping[str, str]) -> tuple[Any, Any]:
        """Return both, validated. Raises InvalidFields with all that is wrong, and MalformedRequest."""
        sent = parameters_of(request)
        names = {field.alias or name for name, field in self.own.model_fields.items()}.difference(self.path)
        own = {name: value for name, value in sent.items() if name in names}
        how = {name: value for name, value in sent.items() if name not in names}
        with Reading() as part:
            part(refuse_repeated, sent)
            return part(read_strings, self.own, {**own, **path}), part(read_strings, self.how, how)


def asked_of(query: Query) -> Asked:
    """Return the models for a query."""
    return Asked(_own(query), _how(query), variables_of(query.path))


def values_of(source: Source, own: BaseModel, columns: Iterable[str]) -> Key:
    """Return what the request names for these columns, as the store keeps it."""
    kinds = source.types
    return tuple(kinds[column].kept(getattr(own, column)) for column in columns)


def _own(query: Query) -> type[BaseModel]:
    if isinstance(query, OwnQuery):
        return _comparable(query.parameters)
    columns = [*variables_of(query.path), *(query.where if isinstance(query, ListQuery) else ())]
    fields: dict[str, Any] = {name: (_sent(query, name), ...) for name in columns}
    if isinstance(query, ListQuery) and query.ranged:
        fields |= dict.fromkeys(query.limits, (_sent(query, query.ranged) | None, None))
    return create_model("Columns", __base__=Parameters, **fields)


def _comparable(model: type[BaseModel]) -> type[BaseModel]:
    """Return the model, with fields that refuse what no column can hold."""
    fields: dict[str, Any] = {name: (own_type(field), field) for name, field in model.model_fields.items()}
    return create_model(model.__name__, __base__=model, __doc__=model.__doc__, **fields)


def _how(query: Query) -> type[Parameters]:
    of_stream = stream_column_of(query) is not None
    match query:
        case SearchQuery():
            return SearchParameters
        case PageQuery() | ListQuery():
            return StreamPageParameters if of_stream else PageParameters
    return StreamParameters if of_stream else ViewParameters


def _sent(query: RowQuery | PageQuery | ListQuery | SearchQuery, column: str) -> Any:
    return StreamKey if column == stream_column_of(query) else sent_type(query.source.row.model_fields[column])
