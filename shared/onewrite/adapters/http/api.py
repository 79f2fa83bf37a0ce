"""The API of one function: its routes, its health checks, its OpenAPI document, and errors as problems."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, Final

from flask import Request, Response
from pydantic import BaseModel
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import Map, MapAdapter, Rule

from onewrite.adapters.http import refusals
from onewrite.adapters.http.callers import anyone
from onewrite.adapters.http.problems import problem_of
from onewrite.adapters.http.traced import Traced, tell, traced
from onewrite.adapters.timestamps import timestamp
from onewrite.application import tracing

#: The method of a route for all methods.
ANY_METHOD: Final = "*"


@dataclass(frozen=True)
class Route:
    """`path` has `{name}` for a variable part, as in OpenAPI; `describe` returns the route's OpenAPI operation.

    What a schedule calls begins a trace for each thing that it does, and is none itself.
    """

    method: str
    path: str
    respond: Callable[..., Response]
    describe: Callable[[], Mapping[str, Any]] | None = None
    traced: Traced = "request"
    #: The name of its span, if not method and path.
    span: str = ""

    def rule(self, endpoint: int) -> Rule:
        methods = None if self.method == ANY_METHOD else [self.method]
        return Rule(self.path.replace("{", "<").replace("}", ">"), methods=methods, endpoint=endpoint)


@dataclass(frozen=True)
class Api:
    """Responds to every request, by one of its routes or with a problem."""

    title: str
    routes: Sequence[Route]
    check_ready: Callable[[], None]
    #: Called before each of `routes`, but not before health checks and the OpenAPI document.
    check_caller: Callable[[Request], None] = anyone
    #: Whether problems show what foreign errors say, which may be data.
    show_faults: bool = False
    #: Routes of every function, beside health checks and the OpenAPI document.
    more: Sequence[Route] = ()

    def __call__(self, request: Request) -> Response:
        try:
            number, variables = self._match(request)
        except Exception as error:  # noqa: BLE001 - every error has to become a response
            return problem_of(error, show_faults=self.show_faults)
        route = self._all[number]
        with traced(request, route.span or f"{route.method} {route.path}", route.traced):
            return tell(self._respond(number, request, variables))

    @cached_property
    def document(self) -> Mapping[str, Any]:
        """The OpenAPI document, served at `/openapi.json`."""
        from onewrite.adapters.http.openapi.document import document_of  # noqa: PLC0415 - hardly any process is asked

        return document_of(self.title, self.routes, needs_identity=self.check_caller is not anyone)

    def _match(self, request: Request) -> tuple[int, Mapping[str, str]]:
        try:
            number, variables = self._places.match(request.path, request.method)
        except NotFound:
            raise refusals.UnknownPath(request.path) from None
        except MethodNotAllowed as refusal:
            raise refusals.MethodNotAllowed(request.method, refusal.valid_methods or ()) from None
        return number, variables

    def _respond(self, number: int, request: Request, variables: Mapping[str, str]) -> Response:
        try:
            if number < len(self.routes):
                self.check_caller(request)
            return self._all[number].respond(request, **variables)
        except Exception as error:  # noqa: BLE001 - every error has to become a response
            tracing.current().set_attribute(tracing.ERROR_TYPE, type(error).__name__)
            return problem_of(error, show_faults=self.show_faults)

    @cached_property
    def _all(self) -> tuple[Route, ...]:
        return (
            *self.routes,
            Route("GET", "/openapi.json", lambda request: json_of(self.document), traced="no"),
            Route("GET", "/health/live", lambda request: json_of({"status": "live"}), traced="no"),
            Route("GET", "/health/ready", self._ready, traced="no"),
            *self.more,
        )

    @cached_property
    def _places(self) -> MapAdapter:
        """Routes by path and method, whatever the name of the host."""
        rules = [route.rule(endpoint) for endpoint, route in enumerate(self._all)]
        return Map(rules, strict_slashes=False, merge_slashes=False).bind("")

    def _ready(self, request: Request) -> Response:
        self.check_ready()
        return json_of({"status": "ready"})


def json_of(body: Any, status: int = 200, **headers: str) -> Response:
    """Return a line of JSON as the response; an underscore in a header's name stands for a dash."""
    if isinstance(body, BaseModel):
        text = body.model_dump_json(by_alias=True) + "\n"
    else:
        text = json.dumps(body, ensure_ascii=False, separators=(",", ":"), default=_plain) + "\n"
    return Response(
        text, status, {name.replace("_", "-"): value for name, value in headers.items()}, "application/json"
    )


def _plain(value: Any) -> Any:
    """Turn a time into RFC 3339 text, a decimal into its digits, and a model into an object."""
    match value:
        case date():
            return timestamp(value)
        case Decimal():
            return f"{value:f}"
    return value.model_dump(mode="json", by_alias=True)
