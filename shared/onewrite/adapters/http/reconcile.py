"""POST /: reconcile everything, for a scheduler to call."""

import logging
from collections.abc import Callable
from http import HTTPStatus

from flask import Request, Response

from onewrite.adapters.http.api import Api, Route, json_of
from onewrite.adapters.reports import report_as_json
from onewrite.application.reconcile_views import ReconcileViews

log = logging.getLogger(__name__)


def reconcile_api(reconcile: ReconcileViews, check_ready: Callable[[], None]) -> Api:
    """Return the API of `reconcile_views`. What could not be healed makes it a 503, so that it can't pass unseen."""

    def answer(request: Request) -> Response:
        report = reconcile()
        found = report_as_json(report)
        level = logging.INFO if report.is_healed else logging.ERROR
        log.log(level, "Reconciled %d streams", report.heads, extra={"action": "views_reconciled", "report": found})
        return json_of(found, HTTPStatus.OK if report.is_healed else HTTPStatus.SERVICE_UNAVAILABLE)

    responses = {"200": {"description": "All is well now"}, "503": {"description": "Some streams are still behind"}}
    route = Route("POST", "/", answer, {"summary": "Reconcile all views", "responses": responses})
    return Api("reconcile", [route], check_ready)
