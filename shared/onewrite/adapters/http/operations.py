"""The operator's API: what `onewrite` does on a terminal, over HTTP, for those who may call `operate_views`."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any, TypeVar

from flask import Request, Response
from pydantic import BaseModel

from onewrite.adapters.http import operation_requests as asked
from onewrite.adapters.http.api import Api, Route, json_of
from onewrite.adapters.http.headers import metadata_of
from onewrite.adapters.http.identity import CALLER
from onewrite.adapters.http.validation import body_as, parameters_as
from onewrite.adapters.reports import as_json, parked_as_json, released_as_json, report_as_json
from onewrite.application.operate import Operate
from onewrite.application.ports.operations import By
from onewrite.domain.streams import StreamId

M = TypeVar("M", bound=BaseModel)


def operations_api(operate: Operate, check_ready: Callable[[], None]) -> Api:
    """Return the API of `operate_views`."""

    def status(request: Request) -> Response:
        return json_of(report_as_json(operate.reconcile(heal=False)))

    def parked(request: Request) -> Response:
        which = parameters_as(asked.Which, request)
        return json_of([parked_as_json(found) for found in operate.release.parked(*_selected(which))])

    def release(request: Request) -> Response:
        which = body_as(asked.Release, request)
        found = operate.release.parked(*_selected(which))
        return json_of([released_as_json(one) for one in operate.release.release(found, _by(request, which))])

    def skip(request: Request) -> Response:
        which = body_as(asked.Skip, request)
        found = operate.release.parked(*_selected(which))
        return json_of([released_as_json(one) for one in operate.release.skip(found, _by(request, which))])

    def reconcile(request: Request) -> Response:
        return json_of(report_as_json(operate.reconcile()))

    def replay(request: Request) -> Response:
        wanted = body_as(asked.Replay, request)
        return json_of(asdict(operate.replay(wanted.selection(), _by(request, wanted), dry_run=wanted.dry_run)))

    def on(model: type[M], act: Callable[[M, By], Any]) -> Callable[[Request], Response]:
        def answer(request: Request) -> Response:
            wanted = body_as(model, request)
            return json_of(as_json(act(wanted, _by(request, wanted))))

        return answer

    rebuild, switch = operate.rebuild, operate.switch
    acts: dict[str, Callable[[Request], Response]] = {
        "release": release,
        "skip": skip,
        "reconcile": reconcile,
        "replay": replay,
        "rebuild": on(asked.Named, lambda wanted, by: rebuild.start(wanted.projection, by)),
        "pause": on(asked.Named, lambda wanted, by: rebuild.pause(wanted.projection)),
        "resume": on(asked.Named, lambda wanted, by: rebuild.resume(wanted.projection)),
        "progress": on(asked.Named, lambda wanted, by: rebuild.progress(wanted.projection)),
        "verify": on(asked.Named, lambda wanted, by: operate.verify(wanted.projection)),
        "switch": on(asked.Named, lambda wanted, by: switch.switch(wanted.projection, by)),
        "rollback": on(asked.Named, lambda wanted, by: switch.rollback(wanted.projection, by)),
        "cancel": on(asked.Named, lambda wanted, by: switch.cancel(wanted.projection, by)),
        "drop": on(asked.Drop, lambda wanted, by: switch.drop(wanted.projection, wanted.generation, by)),
    }
    routes = [Route("GET", "/status", status), Route("GET", "/parked", parked)]
    return Api("operations", [*routes, *(Route("POST", f"/{name}", act) for name, act in acts.items())], check_ready)


def _selected(which: asked.Which) -> tuple[str | None, StreamId | None, str | None]:
    return which.projection, StreamId.parse(which.stream_id) if which.stream_id else None, which.error_class


def _by(request: Request, wanted: BaseModel) -> By:
    """The account that was let in; where nobody is checked, whoever they say they are."""
    actor = request.environ.get(CALLER) or metadata_of(request).actor or "operator"
    return By(actor, getattr(wanted, "reason", None))
