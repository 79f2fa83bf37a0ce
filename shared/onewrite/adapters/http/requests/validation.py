"""Reads bodies, parameters and headers into models; reports every problem with its place."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Literal, TypeVar

from flask import Request
from pydantic import BaseModel, ValidationError
from werkzeug.datastructures import MultiDict

from onewrite.adapters.http.refusals import MalformedRequest
from onewrite.adapters.http.requests.bodies import json_body_of
from onewrite.adapters.http.requests.json_models import detail_of, model_of
from onewrite.adapters.http.requests.parameters import Parameters
from onewrite.adapters.http.requests.reading import Reading
from onewrite.domain.aggregate import Aggregate
from onewrite.domain.streams import StreamId
from onewrite.errors import FieldProblem, InvalidFields, InvalidStreamId

M = TypeVar("M", bound=BaseModel)


def body_as(model: type[M], request: Request) -> M:
    """Read a JSON body. Raises InvalidFields, MalformedRequest, NotJson, EncodedBody and BodyTooLarge.

    A request with a body has no parameters, so any parameter is a problem too.
    """
    body = json_body_of(request) or b"{}"
    with Reading() as read:
        if request.query_string:
            read(parameters_as, Parameters, request)
        return read(model_of, model, body)


def parameters_as(model: type[M], request: Request) -> M:
    """Read the query's parameters. Raises InvalidFields, and MalformedRequest when they are not UTF-8."""
    given = parameters_of(request)
    with Reading() as read:
        found = read(read_strings, model, given.to_dict())
        read(refuse_repeated, given)
    return found


def parameters_of(request: Request) -> MultiDict[str, str]:
    """Return the query's parameters as they were sent. Raises MalformedRequest when they are not UTF-8."""
    try:
        return request.args
    except UnicodeDecodeError:
        raise MalformedRequest("The query is not UTF-8: percent-encode it") from None


def refuse_repeated(given: MultiDict[str, str]) -> None:
    """Raise InvalidFields for parameters that were sent twice."""
    if twice := [name for name, values in given.lists() if len(values) > 1]:
        raise InvalidFields([FieldProblem("parameter", name, "send it once") for name in twice])


def read_strings(model: type[M], given: Mapping[str, str]) -> M:
    """Read what was sent as text, in a path or as parameters. Raises InvalidFields."""
    try:
        return model.model_validate_strings(given)
    except ValidationError as error:
        raise InvalidFields(_by_name("parameter", error)) from None


def headers_as(model: type[M], request: Request) -> M:
    """Read the headers that the model's fields name as aliases. Raises InvalidFields."""
    told = {name: request.environ[key] for name, key in headers_of(model) if key in request.environ}
    try:
        return model.model_validate(told)
    except ValidationError as error:
        raise InvalidFields(_by_name("header", error)) from None


@cache
def headers_of(model: type[BaseModel]) -> Sequence[tuple[str, str]]:
    """Return the headers that the model's fields name, each with what WSGI calls it."""
    names = [field.alias or name for name, field in model.model_fields.items()]
    return [(name, f"HTTP_{name.upper().replace('-', '_')}") for name in names]


def stream_of(aggregate: Aggregate, **path: str) -> StreamId:
    """Return the stream whose id is the only variable part of the path. Raises InvalidFields."""
    [(name, key)] = path.items()
    try:
        return aggregate.stream(key)
    except InvalidStreamId as wrong:
        raise InvalidFields([FieldProblem("parameter", name, wrong.key_rule)]) from None


def _by_name(where: Literal["parameter", "header"], error: ValidationError) -> list[FieldProblem]:
    problems = error.errors(include_input=False, include_url=False)
    return [FieldProblem(where, str((*problem["loc"], "(all)")[0]), detail_of(problem)) for problem in problems]
