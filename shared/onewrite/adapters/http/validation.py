"""Reading bodies and parameters into models: all that is wrong is told at once, each with its place."""

from typing import TypeVar

from flask import Request
from pydantic import BaseModel, ValidationError
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from onewrite.errors import InvalidFields

M = TypeVar("M", bound=BaseModel)


def body_as(model: type[M], request: Request) -> M:
    """Read a JSON body. Raises InvalidFields, BadRequest, UnsupportedMediaType and RequestEntityTooLarge."""
    body = request.get_data()
    if body and not request.is_json:
        raise UnsupportedMediaType("Send the body as application/json")
    try:
        return model.model_validate_json(body or b"{}")
    except ValidationError as error:
        unreadable = [problem for problem in error.errors(include_input=False) if problem["type"] == "json_invalid"]
        if unreadable:
            raise BadRequest(f"The body is not JSON: {unreadable[0]['msg']}") from None
        raise _invalid(error, "#/") from None


def parameters_as(model: type[M], request: Request) -> M:
    """Read the query's parameters. Raises InvalidFields."""
    try:
        return model.model_validate_strings(request.args.to_dict())
    except ValidationError as error:
        raise _invalid(error, "") from None


def _invalid(error: ValidationError, before: str) -> InvalidFields:
    """Say where and what, without the value: it may be personal."""
    problems = error.errors(include_input=False, include_url=False)
    return InvalidFields({before + "/".join(map(_escaped, problem["loc"])): problem["msg"] for problem in problems})


def _escaped(part: str | int) -> str:
    """As RFC 6901 wants it: a field may have a slash in its name."""
    return str(part).replace("~", "~0").replace("/", "~1")
