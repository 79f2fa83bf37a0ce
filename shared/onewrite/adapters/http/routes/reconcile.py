"""POST /: go on with the walk of the reconciler, for a scheduler to call."""

import logging
from collections.abc import Callable
from functools import partial
from http import HTTPStatus

from flask import Request, Response

from onewrite.adapters.http.api import Api, Route, json_of
from onewrite.adapters.http.openapi import describe_inner
from onewrite.adapters.metrics.tell_views import tell_views
from onewrite.adapters.reports import report_as_json
from onewrite.application.operations.reconcile.reconcile_report import ReconcileReport
from onewrite.application.operations.reconcile.reconcile_views import ReconcileViews

log = logging.getLogger(__name__)


def response_of(report: ReconcileReport) -> Response:
    """Return the report, with 503 unless everything is healed, so that the caller counts a failure."""
    return json_of(report_as_json(report), HTTPStatus.OK if report.is_healed else HTTPStatus.SERVICE_UNAVAILABLE)


def reconcile_api(reconcile: ReconcileViews, check_ready: Callable[[], None]) -> Api:
    """Return the API of `reconcile_views`."""

    def respond(request: Request) -> Response:
        report = reconcile.go_on()
        extra = {"action": "views_reconciled", "report": report_as_json(report)}
        log.log(logging.INFO if report.is_healed else logging.ERROR, "Reconciled %d streams", report.heads, extra=extra)
        tell_views(reconcile.status())
        return response_of(report)

    described = partial(describe_inner.report, "Reconcile all views")
    return Api("reconcile", [Route("POST", "/", respond, described, traced="no")], check_ready)
