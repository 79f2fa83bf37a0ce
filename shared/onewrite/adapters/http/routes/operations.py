"""The operator's API: what an operator can ask, over HTTP, for the accounts that may call `operate_views`."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from http import HTTPStatus
from time import monotonic
from typing import Final

from flask import Request, Response

from onewrite.adapters.http.api import Api, Route, json_of
from onewrite.adapters.http.callers import CALLER
from onewrite.adapters.http.openapi import describe_inner
from onewrite.adapters.http.requests.headers import OperatorHeaders, refuse_headers
from onewrite.adapters.http.requests.validation import body_as, headers_as, parameters_as
from onewrite.adapters.http.routes.console import console_routes
from onewrite.adapters.http.same_site import refuse_foreign_pages
from onewrite.adapters.operations.act import Act
from onewrite.adapters.operations.acts import acts_of
from onewrite.adapters.operations.read import Read
from onewrite.adapters.operations.reads import reads_of
from onewrite.adapters.operations.recent_reads import RecentReads
from onewrite.application.operations.operate import Operate
from onewrite.application.ports.audit_log import Actor

#: Nothing keeps what operators see, and no page of somebody else takes it for a script or a picture of its own.
HEADERS: Final = {
    "Cache_Control": "no-store",
    "Cross_Origin_Resource_Policy": "same-origin",
    "X_Content_Type_Options": "nosniff",
}
#: A client can't ask for reports that are older than this.
OLDEST_SECONDS: Final = 60


def operations_api(operate: Operate, check_ready: Callable[[], None], *, clock: Callable[[], float] = monotonic) -> Api:
    """Return the API of `operate_views`: its page, and below it a GET reads, a POST acts."""
    recent = RecentReads(clock)
    reads = [
        Route(
            "GET",
            f"/{name}",
            partial(_look, recent, name, read),
            partial(describe_inner.read, read.summary, read.model, read.report),
        )
        for name, read in reads_of(operate).items()
    ]
    acts = [
        Route(
            "POST",
            f"/{name}",
            partial(_do, recent, act),
            partial(describe_inner.act, act.summary, act.model, act.report),
        )
        for name, act in acts_of(operate).items()
    ]
    # A page asks again and again: traces of that would take the place of all others.
    looks = [replace(look, traced="no") for look in (*console_routes(), *reads)]
    return Api("operations", [*looks, *acts], check_ready)


def _look(recent: RecentReads, name: str, read: Read, request: Request) -> Response:
    """Read. `Cache-Control: max-age=2` in a request says that a report will do that is two seconds old."""
    refuse_foreign_pages(request)
    wanted, actor = parameters_as(read.model, request), _actor(request)
    max_age = min(request.cache_control.max_age or 0, OLDEST_SECONDS)
    report = recent.read((name, wanted, actor.name), lambda: read.run(wanted, actor), max_age)
    return json_of(report, HTTPStatus.OK, **HEADERS)


def _do(recent: RecentReads, act: Act, request: Request) -> Response:
    """Act. The status is 503 if a reconciliation could not heal everything, so that a caller counts a failure."""
    refuse_foreign_pages(request)
    wanted = body_as(act.model, request)
    refuse_headers(request, "If-Match", "If-None-Match", "If-Unmodified-Since")
    try:
        report = act.run(wanted, _actor(request, getattr(wanted, "reason", None)))
    finally:
        recent.forget()
    status = HTTPStatus.OK if report.get("is_healed", True) else HTTPStatus.SERVICE_UNAVAILABLE
    return json_of(report, status, **HEADERS)


def _actor(request: Request, reason: str | None = None) -> Actor:
    """Return the account whose token was checked; where tokens are not checked, the name in the header X-Actor."""
    name = request.environ.get(CALLER) or headers_as(OperatorHeaders, request).actor or "operator"
    return Actor(name, reason)
