"""Reads JSON text into a model; each problem has a pointer into that text."""

from collections import Counter
from collections.abc import Iterator
from json import loads
from math import isfinite
from re import fullmatch
from typing import Any, TypeVar
from urllib.parse import quote

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails, from_json

from onewrite.adapters.http.refusals import MalformedRequest
from onewrite.domain.events import Json
from onewrite.errors import FieldProblem, InvalidFields

M = TypeVar("M", bound=BaseModel)
Place = tuple[str | int, ...]

#: The range of integers that every store of JSON returns unchanged.
SMALLEST, GREATEST = -(2**63), 2**63 - 1
#: Types of errors whose text comes from a validator of this library or of the domain.
OURS = {"value_error", "assertion_error"}


def model_of(model: type[M], text: bytes) -> M:
    """Return the model. Raises MalformedRequest and InvalidFields."""
    try:
        found = model.model_validate_json(text)
    except ValidationError as error:
        problems = error.errors(include_input=False, include_url=False)
        if problems[0]["type"] == "json_invalid":
            raise _malformed(problems[0]["ctx"]["error"]) from None
        whole = from_json(text)
        _refuse_repeated_names(text)
        raise InvalidFields([_at(_place_of(problem, whole), detail_of(problem)) for problem in problems]) from None
    _refuse_repeated_names(text)
    if unstorable := list(_unstorable(found.model_dump(by_alias=True))):
        raise InvalidFields([_at(place, f"use a number from {SMALLEST} to {GREATEST}") for place in unstorable])
    return found


def _refuse_repeated_names(text: bytes) -> None:
    """Raise MalformedRequest where an object names a field twice: parsers differ in which of the two they take."""

    def fields(pairs: list[tuple[str, Json]]) -> None:
        if len(dict(pairs)) < len(pairs):
            [(name, _), *_] = Counter(name for name, _ in pairs).most_common()
            raise MalformedRequest(f"The body names {name!r} twice in one object: name it once", name=name)

    loads(text, object_pairs_hook=fields)


def _malformed(message: str) -> MalformedRequest:
    """Take apart the parser's message, so that its variable parts are in the metadata."""
    place = fullmatch(r"(.*) at line (\d+) column (\d+)", message)
    if place is None:
        return MalformedRequest(f"The body is not JSON: {message}", problem=message)
    problem, line, column = place.groups()
    return MalformedRequest(f"The body is not JSON: {message}", problem=problem, line=int(line), column=int(column))


def detail_of(problem: ErrorDetails) -> str:
    """Return what is wrong, without the value, as that may be personal data."""
    return str(problem["ctx"]["error"]) if problem["type"] in OURS else problem["msg"]


def _at(place: Place, detail: str) -> FieldProblem:
    """Return the problem with a JSON pointer (RFC 6901) as a URI fragment."""
    parts = (str(part).replace("~", "~0").replace("/", "~1") for part in place)
    return FieldProblem("pointer", "#" + "".join(f"/{quote(part)}" for part in parts), detail)


def _place_of(problem: ErrorDetails, whole: Json) -> Place:
    """Return the place in the body, without pydantic's other parts, such as the names of a union's alternatives."""
    place: list[str | int] = []
    for part in problem["loc"]:
        places = whole if isinstance(whole, dict) else range(len(whole)) if isinstance(whole, list) else ()
        if part in places:
            whole = whole[part]
            place.append(part)
    if problem["type"] == "missing":
        place.append(problem["loc"][-1])
    return tuple(place)


def _unstorable(value: Any, place: Place = ()) -> Iterator[Place]:
    """Yield the places of numbers that JSON can't express or a store would round."""
    match value:
        case dict():
            for name, part in value.items():
                yield from _unstorable(part, (*place, name))
        case list() | tuple() | set() | frozenset():
            for index, part in enumerate(value):
                yield from _unstorable(part, (*place, index))
        case float() if not isfinite(value):
            yield place
        case int() if not SMALLEST <= value <= GREATEST:
            yield place
