"""Maps every error to a response: `application/problem+json` (RFC 9457) with a stable reason."""

import json
import logging
import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from flask import Response
from werkzeug.exceptions import HTTPException

from onewrite import errors
from onewrite.adapters.http import refusals
from onewrite.adapters.http.fault_log import log_foreign, log_own
from onewrite.errors.telling import whole

STATUS: Mapping[type[errors.OnewriteError], HTTPStatus] = {
    refusals.MalformedRequest: HTTPStatus.BAD_REQUEST,
    refusals.IncompleteBody: HTTPStatus.BAD_REQUEST,
    refusals.Unauthenticated: HTTPStatus.UNAUTHORIZED,
    refusals.PermissionDenied: HTTPStatus.FORBIDDEN,
    refusals.ForeignPage: HTTPStatus.FORBIDDEN,
    refusals.UnknownPath: HTTPStatus.NOT_FOUND,
    refusals.MethodNotAllowed: HTTPStatus.METHOD_NOT_ALLOWED,
    refusals.BodyTooSlow: HTTPStatus.REQUEST_TIMEOUT,
    refusals.BodyTooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    refusals.NotJson: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    refusals.EncodedBody: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    errors.BadInput: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.NotFound: HTTPStatus.NOT_FOUND,
    errors.CommandRejected: HTTPStatus.CONFLICT,
    errors.DataHidden: HTTPStatus.FORBIDDEN,
    errors.OperationRefused: HTTPStatus.CONFLICT,
    errors.WrongExpectedVersion: HTTPStatus.PRECONDITION_FAILED,
    errors.StreamContended: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.ViewParked: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.ViewBehind: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.ViewNotServed: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.EventNotApplied: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.ProjectionHalted: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.LeaseLost: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.Unavailable: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.OnewriteError: HTTPStatus.INTERNAL_SERVER_ERROR,
}
#: Errors that go away by themselves, with the seconds after which to retry.
RETRY_AFTER = {
    errors.StreamContended: 1,
    errors.ViewBehind: 1,
    errors.EventNotApplied: 5,
    errors.ProjectionHalted: 60,
    errors.Unavailable: 1,
}


def problem_of(error: Exception, *, show_faults: bool = False) -> Response:
    """Return a response that says what is wrong and what to do.

    What a foreign error says may be data, so it stays untold without `show_faults`. What broke here is logged.
    """
    if isinstance(error, errors.OnewriteError):
        return _known(error)
    if isinstance(error, HTTPException) and error.code == HTTPStatus.BAD_REQUEST:
        return _known(refusals.MalformedRequest(error.description or "This request can't be read"))
    log_foreign(error, show_faults=show_faults)
    detail = whole(error) if show_faults else "Something broke here; it was logged"
    return _problem(HTTPStatus.INTERNAL_SERVER_ERROR, "INTERNAL", detail, {})


def _known(error: errors.OnewriteError) -> Response:
    status = next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)
    reason = error.reason if isinstance(error, errors.CommandRejected) else _upper_snake(type(error).__name__)
    more: dict[str, Any] = {}
    if isinstance(error, errors.InvalidFields):
        more["errors"] = [{problem.where: problem.name, "detail": problem.detail} for problem in error.named]
    response = _problem(status, reason, error.message, error.metadata, **more)
    response.headers.update(_headers_of(error))
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        level = logging.ERROR if status == HTTPStatus.INTERNAL_SERVER_ERROR else logging.WARNING
        log_own(error, level, reason)
    return response


def _headers_of(error: errors.OnewriteError) -> Mapping[str, str]:
    match error:
        case refusals.MethodNotAllowed():
            return {"Allow": error.allowed}
        case refusals.Unauthenticated():
            return {"WWW-Authenticate": "Bearer"}
        case _ if type(error) in RETRY_AFTER:
            return {"Retry-After": str(RETRY_AFTER[type(error)])}
    return {}


def _problem(status: HTTPStatus, reason: str, detail: str, metadata: Mapping[str, Any], **more: Any) -> Response:
    body = {
        "type": f"urn:onewrite:problem:{reason.lower().replace('_', '-')}",
        "title": status.phrase,
        "status": int(status),
        "detail": detail,
        "reason": reason,
        "metadata": dict(metadata),
        **more,
    }
    return Response(json.dumps(body, ensure_ascii=False) + "\n", int(status), mimetype="application/problem+json")


def _upper_snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).upper()
