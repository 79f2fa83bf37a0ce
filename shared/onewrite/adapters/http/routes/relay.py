"""POST /: one sweep of the outbox, for a scheduler to call."""

import logging
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from http import HTTPStatus

from flask import Request, Response

from onewrite.adapters.http.api import Api, Route, json_of
from onewrite.adapters.http.openapi import describe_inner
from onewrite.adapters.http.openapi.parts import SchemaOf
from onewrite.application.relay.sweep_outbox import SweepOutbox, Swept

log = logging.getLogger(__name__)


def relay_api(sweep: SweepOutbox, check_ready: Callable[[], None]) -> Api:
    """Return the API of `relay_outbox`; 503 if the bus refused events, so that the scheduler counts a failure."""

    def respond(request: Request) -> Response:
        swept = sweep()
        report = asdict(swept)
        log.info("Swept the outbox: %d published", swept.published, extra={"action": "outbox_swept", "swept": report})
        return json_of(report, HTTPStatus.SERVICE_UNAVAILABLE if swept.refused else HTTPStatus.OK)

    described = partial(describe_inner.report, "Sweep the outbox", SchemaOf(Swept))
    return Api("relay", [Route("POST", "/", respond, described, traced="no")], check_ready)
