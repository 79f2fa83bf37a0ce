"""The operator's API: what an operator can ask, over HTTP, for the accounts that may call `operate_views`."""

from collections.abc import Callable
from functools import partial
from http import HTTPStatus

from flask import Request, Response

from onewrite.adapters.http.api import Api, Route, json_of
from onewrite.adapters.http.identity import CALLER
from onewrite.adapters.http.openapi import describe_inner
from onewrite.adapters.http.requests.headers import OperatorHeaders, refuse_headers
from onewrite.adapters.http.requests.validation import body_as, headers_as, parameters_as
from onewrite.adapters.operations.acts import Act, acts_of
from onewrite.adapters.operations.read import Read
from onewrite.adapters.operations.reads import reads_of
from onewrite.application.operations.operate import Operate
from onewrite.application.ports.audit_log import Actor


def operations_api(operate: Operate, check_ready: Callable[[], None]) -> Api:
    """Return the API of `operate_views`: a GET reads, a POST acts."""
    reads = [
        Route(
            "GET", f"/{name}", partial(_look, read), partial(describe_inner.read, read.summary, read.model, read.report)
        )
        for name, read in reads_of(operate).items()
    ]
    acts = [
        Route("POST", f"/{name}", partial(_do, act), partial(describe_inner.act, act.summary, act.model))
        for name, act in acts_of(operate).items()
    ]
    return Api("operations", [*reads, *acts], check_ready)


def _look(read: Read, request: Request) -> Response:
    return json_of(read.run(parameters_as(read.model, request), _actor(request)))


def _do(act: Act, request: Request) -> Response:
    """Act. The status is 503 if a reconciliation could not heal everything, so that a caller counts a failure."""
    wanted = body_as(act.model, request)
    refuse_headers(request, "If-Match", "If-None-Match", "If-Unmodified-Since")
    report = act.run(wanted, _actor(request, getattr(wanted, "reason", None)))
    return json_of(report, HTTPStatus.OK if report.get("is_healed", True) else HTTPStatus.SERVICE_UNAVAILABLE)


def _actor(request: Request, reason: str | None = None) -> Actor:
    """Return the account whose token was checked; where tokens are not checked, the name in the header X-Actor."""
    name = request.environ.get(CALLER) or headers_as(OperatorHeaders, request).actor or "operator"
    return Actor(name, reason)
