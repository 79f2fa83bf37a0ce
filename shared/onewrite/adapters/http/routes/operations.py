"""The operator's API: the commands of `onewrite` over HTTP, for the accounts that may call `operate_views`."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, TypeVar

from flask import Request, Response
from pydantic import BaseModel

from onewrite.adapters.http.api import Api, Route, json_of
from onewrite.adapters.http.identity import CALLER
from onewrite.adapters.http.openapi import describe_inner
from onewrite.adapters.http.requests import operations as requests
from onewrite.adapters.http.requests.headers import operation_metadata_of
from onewrite.adapters.http.requests.validation import body_as, parameters_as
from onewrite.adapters.http.routes.reconcile import response_of
from onewrite.adapters.reports import as_json, audit_entry_as_json, parked_as_json, released_as_json, report_as_json
from onewrite.application.operations.operate import Operate
from onewrite.application.operations.release_stream import ParkedStream, Released
from onewrite.application.ports.audit_log import Actor
from onewrite.domain.streams import StreamId

M = TypeVar("M", bound=BaseModel)
#: The model of the parameters or the body, and the function that responds.
OperationRoute = tuple[type[BaseModel], Callable[[Request], Response]]

SUMMARIES = {
    "status": "How far each view is",
    "parked": "What is parked, and why",
    "progress": "How far a rebuild is",
    "log": "Who did what, when and why; the newest first",
    "release": "Resume at the failed event, in order",
    "skip": "Leave the failed event out, and resume behind it",
    "reconcile": "Bring up to date what lags",
    "replay": "Publish again, marked as a replay",
    "rebuild": "Begin to build a generation",
    "pause": "Pause a rebuild",
    "resume": "Go on with a rebuild",
    "verify": "Compare a view with the store, row by row",
    "switch": "Let the generation that was built and verified answer",
    "rollback": "Let the generation before answer again",
    "cancel": "Give a rebuild up",
    "drop": "Delete a generation that does not answer",
}


def operations_api(operate: Operate, check_ready: Callable[[], None]) -> Api:
    """Return the API of `operate_views`: a GET reads, a POST acts and writes its actor into the audit log."""
    reads = [
        Route("GET", f"/{name}", respond, partial(describe_inner.read, SUMMARIES[name], model))
        for name, (model, respond) in _reads(operate).items()
    ]
    acts = [
        Route("POST", f"/{name}", respond, partial(describe_inner.act, SUMMARIES[name], model))
        for name, (model, respond) in _acts(operate).items()
    ]
    return Api("operations", [*reads, *acts], check_ready)


def _reads(operate: Operate) -> Mapping[str, OperationRoute]:
    def on(model: type[M], read: Callable[[M], Any]) -> OperationRoute:
        return model, lambda request: json_of(read(parameters_as(model, request)))

    newest = operate.audit_log.newest
    return {
        "status": on(requests.OperationRequest, lambda _: report_as_json(operate.reconcile(heal=False))),
        "parked": on(
            requests.ParkedRequest, lambda which: [parked_as_json(found) for found in _parked(operate, which)]
        ),
        "progress": on(requests.ProgressRequest, lambda wanted: as_json(operate.rebuild.progress(wanted.projection))),
        "log": on(
            requests.LogRequest, lambda wanted: [audit_entry_as_json(entry) for entry in newest(limit=wanted.limit)]
        ),
    }


def _acts(operate: Operate) -> Mapping[str, OperationRoute]:
    def on(
        model: type[M],
        act: Callable[[M, Actor], Any],
        render: Callable[[Any], Response] = lambda done: json_of(as_json(done)),
    ) -> OperationRoute:
        def respond(request: Request) -> Response:
            wanted = body_as(model, request)
            return render(act(wanted, _actor(request, wanted)))

        return model, respond

    def render_released(released: list[Released]) -> Response:
        return json_of([released_as_json(one) for one in released])

    release, rebuild, switch, replay = operate.release, operate.rebuild, operate.switch, operate.replay
    return {
        "release": on(
            requests.ReleaseRequest,
            lambda which, actor: release.release(_parked(operate, which), actor),
            render_released,
        ),
        "skip": on(
            requests.SkipRequest, lambda which, actor: release.skip(_parked(operate, which), actor), render_released
        ),
        "reconcile": on(requests.ReconcileRequest, lambda _, actor: operate.reconcile(actor), response_of),
        "replay": on(
            requests.ReplayRequest, lambda wanted, actor: replay(wanted.selection(), actor, dry_run=wanted.dry_run)
        ),
        "rebuild": on(requests.ViewRequest, lambda wanted, actor: rebuild.start(wanted.projection, actor)),
        "pause": on(requests.ViewRequest, lambda wanted, actor: rebuild.pause(wanted.projection, actor)),
        "resume": on(requests.ViewRequest, lambda wanted, actor: rebuild.resume(wanted.projection, actor)),
        "verify": on(requests.ViewRequest, lambda wanted, actor: operate.verify(wanted.projection, actor)),
        "switch": on(requests.ViewRequest, lambda wanted, actor: switch.switch(wanted.projection, actor)),
        "rollback": on(requests.ViewRequest, lambda wanted, actor: switch.rollback(wanted.projection, actor)),
        "cancel": on(requests.ViewRequest, lambda wanted, actor: switch.cancel(wanted.projection, actor)),
        "drop": on(
            requests.DropRequest, lambda wanted, actor: switch.drop(wanted.projection, wanted.generation, actor)
        ),
    }


def _parked(operate: Operate, which: requests.ParkedRequest) -> Iterator[ParkedStream]:
    stream = StreamId.parse(which.stream_id) if which.stream_id else None
    return operate.release.parked(which.projection, stream, which.error_class)


def _actor(request: Request, wanted: BaseModel) -> Actor:
    """Return the account whose token was checked; where tokens are not checked, the name in the header X-Actor."""
    name = request.environ.get(CALLER) or operation_metadata_of(request).actor or "operator"
    return Actor(name, getattr(wanted, "reason", None))
