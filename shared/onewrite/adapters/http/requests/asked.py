"""What one query is asked: the variable parts of its path and its parameters, read into models."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from flask import Request
from pydantic import BaseModel, create_model

from onewrite.adapters.http.requests.columns import own_type, sent_type, stored_key, stream_key
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
from onewrite.domain.aggregate import Aggregate
from onewrite.domain.queries import (
    ListQuery,
    OwnQuery,
    PageQuery,
    Query,
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


def asked_of(query: Query, aggregate: Aggregate | None) -> Asked:
    """Return the models for a query, whose first table holds rows of streams of this aggregate."""
    return Asked(_own(query, aggregate), _how(query), variables_of(query.path))


def values_of(source: Source, own: BaseModel, columns: Iterable[str]) -> Key:
    """Return what the request names for these columns, as the store keeps it."""
    kinds = source.types
    return tuple(kinds[column].kept(getattr(own, column)) for column in columns)


def _own(query: Query, aggregate: Aggregate | None) -> type[BaseModel]:
    stream = aggregate and stream_column_of(query)
    if isinstance(query, OwnQuery):
        return _comparable(query.parameters, {stream: stored_key(aggregate)} if stream and aggregate else {})
    columns = [*variables_of(query.path), *(query.where if isinstance(query, ListQuery) else ())]
    types = query.source.row.model_fields
    fields: dict[str, Any] = {name: (sent_type(types[name]), ...) for name in columns}
    if stream and aggregate:
        fields[stream] = (stream_key(aggregate), ...)
    if isinstance(query, ListQuery) and query.ranged:
        fields |= dict.fromkeys(query.limits, (sent_type(types[query.ranged]) | None, None))
    return create_model("Columns", __base__=Parameters, **fields)


def _comparable(model: type[BaseModel], more: Mapping[str, Any]) -> type[BaseModel]:
    """Return the model, with fields that refuse what no column can hold, some of them with a validator more."""
    types = {name: own_type(field) for name, field in model.model_fields.items()}
    types |= {name: Annotated[types[name], validator] for name, validator in more.items()}
    fields: dict[str, Any] = {name: (types[name], field) for name, field in model.model_fields.items()}
    return create_model(model.__name__, __base__=model, __doc__=model.__doc__, **fields)


def _how(query: Query) -> type[Parameters]:
    of_stream = stream_column_of(query) is not None
    match query:
        case SearchQuery():
            return SearchParameters
        case PageQuery() | ListQuery():
            return StreamPageParameters if of_stream else PageParameters
    return StreamParameters if of_stream else ViewParameters
