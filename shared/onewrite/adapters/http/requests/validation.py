"""Reads bodies, parameters and headers into models; reports every problem with its place."""

from typing import Literal, TypeVar

from flask import Request
from pydantic import BaseModel, ValidationError

from onewrite.adapters.http.refusals import MalformedRequest
from onewrite.adapters.http.requests.bodies import json_body_of
from onewrite.adapters.http.requests.json_models import detail_of, model_of
from onewrite.adapters.http.requests.parameters import Parameters
from onewrite.adapters.http.requests.reading import Reading
from onewrite.domain.streams import StreamId
from onewrite.errors import FieldProblem, InvalidFields, InvalidStreamId

M = TypeVar("M", bound=BaseModel)


def body_as(model: type[M], request: Request) -> M:
    """Read a JSON body. Raises InvalidFields, MalformedRequest, NotJson, EncodedBody and BodyTooLarge.

    A request with a body has no parameters, so any parameter is a problem too.
    """
    body = json_body_of(request) or b"{}"
    with Reading() as read:
        read(parameters_as, Parameters, request)
        return read(model_of, model, body)


def parameters_as(model: type[M], request: Request) -> M:
    """Read the query's parameters. Raises InvalidFields, and MalformedRequest when they are not UTF-8."""
    try:
        given = request.args
    except UnicodeDecodeError:
        raise MalformedRequest("The query is not UTF-8: percent-encode it") from None
    twice = [FieldProblem("parameter", name, "send it once") for name, values in given.lists() if len(values) > 1]
    try:
        found = model.model_validate_strings(given.to_dict())
    except ValidationError as error:
        raise InvalidFields([*_by_name("parameter", error), *twice]) from None
    if twice:
        raise InvalidFields(twice)
    return found


def headers_as(model: type[M], request: Request) -> M:
    """Read the headers that the model's fields name as aliases. Raises InvalidFields."""
    names = [field.alias or name for name, field in model.model_fields.items()]
    try:
        return model.model_validate({name: request.headers[name] for name in names if name in request.headers})
    except ValidationError as error:
        raise InvalidFields(_by_name("header", error)) from None


def stream_of(category: str, **path: str) -> StreamId:
    """Return the stream whose key is the only variable part of the path. Raises InvalidFields."""
    [(name, key)] = path.items()
    try:
        return StreamId(category, key)
    except InvalidStreamId as wrong:
        raise InvalidFields([FieldProblem("parameter", name, wrong.key_rule)]) from None


def _by_name(where: Literal["parameter", "header"], error: ValidationError) -> list[FieldProblem]:
    problems = error.errors(include_input=False, include_url=False)
    return [FieldProblem(where, str(problem["loc"][0]), detail_of(problem)) for problem in problems]
