"""An API of one function: its routes, its health, its OpenAPI document, and errors as problems."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import Request, Response
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import Map, Rule

from onewrite.adapters.http.identity import anyone
from onewrite.adapters.http.openapi import document_of
from onewrite.adapters.http.problems import problem_of

#: A body larger than this is refused unread.
LARGEST_BODY = 1_000_000


@dataclass(frozen=True)
class Route:
    """`path` is as OpenAPI writes it, `{name}` for a variable part; `operation` is its OpenAPI description."""

    method: str
    path: str
    answer: Callable[..., Response]
    operation: Mapping[str, Any] | None = None

    @property
    def rule(self) -> str:
        return self.path.replace("{", "<").replace("}", ">")


@dataclass(frozen=True)
class Api:
    """Answers every request: with a route's answer, or with a problem."""

    title: str
    routes: Sequence[Route]
    check_ready: Callable[[], None]
    #: Called before any route answers; health needs no identity.
    check_caller: Callable[[Request], None] = anyone

    def __call__(self, request: Request) -> Response:
        request.max_content_length = LARGEST_BODY
        try:
            route, variables = self._map.bind_to_environ(request.environ).match()
            if route < len(self.routes):
                self.check_caller(request)
            return self._all[route].answer(request, **variables)  # type: ignore[no-any-return]
        except NotFound:
            return problem_of(NotFound(f"There is nothing at {request.path}: see /openapi.json"))
        except MethodNotAllowed as refusal:
            return problem_of(MethodNotAllowed(refusal.valid_methods, f"{request.method} is not possible here"))
        except Exception as error:  # noqa: BLE001 - every error has to become an answer
            return problem_of(error)

    @cached_property
    def _all(self) -> tuple[Route, ...]:
        return (
            *self.routes,
            Route("GET", "/openapi.json", lambda request: json_of(document_of(self.title, self.routes))),
            Route("GET", "/health/live", lambda request: json_of({"status": "live"})),
            Route("GET", "/health/ready", self._ready),
        )

    @cached_property
    def _map(self) -> Map:
        rules = [Rule(route.rule, methods=[route.method], endpoint=i) for i, route in enumerate(self._all)]
        return Map(rules, strict_slashes=False, merge_slashes=False)

    def _ready(self, request: Request) -> Response:
        self.check_ready()
        return json_of({"status": "ready"})


def json_of(body: Any, status: int = 200, **headers: str) -> Response:
    text = json.dumps(body, ensure_ascii=False, default=_plain)
    return Response(
        text, status, {name.replace("_", "-"): value for name, value in headers.items()}, "application/json"
    )


def _plain(value: Any) -> Any:
    """Times as RFC 3339, models as objects."""
    return value.isoformat() if hasattr(value, "isoformat") else value.model_dump(mode="json")
