"""The operator's API: what `onewrite` does on a terminal, over HTTP, for those who may call `operate_views`."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, TypeVar

from flask import Request, Response
from pydantic import BaseModel

from onewrite.adapters.http.api import Api, Route, json_of
from onewrite.adapters.http.identity import CALLER
from onewrite.adapters.http.openapi import describe_inner
from onewrite.adapters.http.requests import operations as asked
from onewrite.adapters.http.requests.headers import metadata_of
from onewrite.adapters.http.requests.validation import body_as, parameters_as
from onewrite.adapters.http.routes.reconcile import answer_of
from onewrite.adapters.reports import as_json, parked_as_json, performed_as_json, released_as_json, report_as_json
from onewrite.application.operations.operate import Operate
from onewrite.application.operations.release_stream import ParkedStream, Released
from onewrite.application.ports.audit_log import By
from onewrite.domain.streams import StreamId

M = TypeVar("M", bound=BaseModel)
Answer = tuple[type[BaseModel], Callable[[Request], Response]]

SUMMARIES = {
    "status": "How far each view is",
    "parked": "What is parked, and why",
    "progress": "How far a rebuild is",
    "record": "Who did what, when and why; the newest first",
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
    """Return the API of `operate_views`: a GET looks, a POST acts, and who acts is put on record."""
    looks = [
        Route("GET", f"/{name}", answer, partial(describe_inner.look, SUMMARIES[name], model))
        for name, (model, answer) in _looks(operate).items()
    ]
    acts = [
        Route("POST", f"/{name}", answer, partial(describe_inner.act, SUMMARIES[name], model))
        for name, (model, answer) in _acts(operate).items()
    ]
    return Api("operations", [*looks, *acts], check_ready)


def _looks(operate: Operate) -> Mapping[str, Answer]:
    def on(model: type[M], look: Callable[[M], Any]) -> Answer:
        return model, lambda request: json_of(look(parameters_as(model, request)))

    newest = operate.operations.newest
    return {
        "status": on(asked.Asked, lambda _: report_as_json(operate.reconcile(heal=False))),
        "parked": on(asked.Which, lambda which: [parked_as_json(found) for found in _parked(operate, which)]),
        "progress": on(asked.Named, lambda wanted: as_json(operate.rebuild.progress(wanted.projection))),
        "record": on(asked.Record, lambda wanted: [performed_as_json(done) for done in newest(limit=wanted.limit)]),
    }


def _acts(operate: Operate) -> Mapping[str, Answer]:
    def on(
        model: type[M],
        act: Callable[[M, By], Any],
        tell: Callable[[Any], Response] = lambda done: json_of(as_json(done)),
    ) -> Answer:
        def answer(request: Request) -> Response:
            wanted = body_as(model, request)
            return tell(act(wanted, _by(request, wanted)))

        return model, answer

    def told(released: list[Released]) -> Response:
        return json_of([released_as_json(one) for one in released])

    release, rebuild, switch, replay = operate.release, operate.rebuild, operate.switch, operate.replay
    return {
        "release": on(asked.Release, lambda which, by: release.release(_parked(operate, which), by), told),
        "skip": on(asked.Skip, lambda which, by: release.skip(_parked(operate, which), by), told),
        "reconcile": on(asked.Reconcile, lambda _, by: operate.reconcile(by), answer_of),
        "replay": on(asked.Replay, lambda wanted, by: replay(wanted.selection(), by, dry_run=wanted.dry_run)),
        "rebuild": on(asked.Act, lambda wanted, by: rebuild.start(wanted.projection, by)),
        "pause": on(asked.Act, lambda wanted, by: rebuild.pause(wanted.projection, by)),
        "resume": on(asked.Act, lambda wanted, by: rebuild.resume(wanted.projection, by)),
        "verify": on(asked.Act, lambda wanted, by: operate.verify(wanted.projection, by)),
        "switch": on(asked.Act, lambda wanted, by: switch.switch(wanted.projection, by)),
        "rollback": on(asked.Act, lambda wanted, by: switch.rollback(wanted.projection, by)),
        "cancel": on(asked.Act, lambda wanted, by: switch.cancel(wanted.projection, by)),
        "drop": on(asked.Drop, lambda wanted, by: switch.drop(wanted.projection, wanted.generation, by)),
    }


def _parked(operate: Operate, which: asked.Which) -> Iterator[ParkedStream]:
    stream = StreamId.parse(which.stream_id) if which.stream_id else None
    return operate.release.parked(which.projection, stream, which.error_class)


def _by(request: Request, wanted: BaseModel) -> By:
    """The account that was let in; where nobody is checked, whoever they say they are."""
    actor = request.environ.get(CALLER) or metadata_of(request).actor or "operator"
    return By(actor, getattr(wanted, "reason", None))
