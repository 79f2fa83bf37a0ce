"""What an operator can do. Each act is in the audit log, but for `work`: the rebuild that it works on is."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel

from onewrite.adapters import reports
from onewrite.adapters.http.requests import operations as requests
from onewrite.adapters.operations.act import Act
from onewrite.adapters.operations.data_acts import acts_on_data
from onewrite.adapters.operations.reads import parked, stream_of, wanted_letters
from onewrite.application.operations.operate import Operate
from onewrite.application.operations.release_report import ReleaseReport
from onewrite.application.operations.release_stream import ParkedStream
from onewrite.application.ports.audit_log import Actor
from onewrite.application.ports.generations import Generations

M = TypeVar("M", bound=BaseModel)


def acts_of(operate: Operate) -> Mapping[str, Act]:
    return {
        **acts_on_data(operate),
        **_on_streams(operate),
        **_on_events(operate),
        **_on_rebuilds(operate),
        **_on_generations(operate),
    }


def _act(summary: str, model: type[M], run: Callable[[M, Actor], Any]) -> Act:
    return Act(summary, model, run)


def _on_streams(operate: Operate) -> Mapping[str, Act]:
    def resume(
        release_or_skip: Callable[[Iterable[ParkedStream], Actor], ReleaseReport],
        which: requests.ReleaseRequest | requests.SkipRequest,
        actor: Actor,
    ) -> dict[str, Any]:
        stream = stream_of(operate, which.stream_id, which.projection)
        resumed = release_or_skip(parked(operate, which), actor)
        return reports.resumed_as_json(which.projection, stream, which.error_class, resumed)

    def replay(wanted: requests.ReplayRequest, actor: Actor) -> dict[str, Any]:
        stream = operate.domain.stream(wanted.stream_id) if wanted.stream_id else None
        return reports.as_json(operate.replay(wanted.selection(stream), actor, dry_run=wanted.dry_run))

    return {
        "release": _act(
            "Resume at the failed event, in order",
            requests.ReleaseRequest,
            lambda which, actor: resume(operate.release.release, which, actor),
        ),
        "skip": _act(
            "Leave the failed event out, and resume behind it",
            requests.SkipRequest,
            lambda which, actor: resume(operate.release.skip, which, actor),
        ),
        "reconcile": _act(
            "Bring up to date what lags",
            requests.ReconcileRequest,
            lambda how, actor: reports.report_as_json(operate.reconcile(actor, resume=how.resume)),
        ),
        "replay": _act("Publish again, marked as a replay", requests.ReplayRequest, replay),
    }


def _on_events(operate: Operate) -> Mapping[str, Act]:
    letters, unpublishable = operate.dead_letters, operate.unpublishable

    def retry(which: requests.RetryRequest, actor: Actor) -> dict[str, Any]:
        return reports.as_json(unpublishable.retry(stream_of(operate, which.stream_id), actor))

    def abandon(which: requests.AbandonRequest, actor: Actor) -> dict[str, Any]:
        return reports.as_json(unpublishable.abandon(operate.domain.stream(which.stream_id), which.version, actor))

    return {
        "retry": _act("Let the relay try events again that were set aside", requests.RetryRequest, retry),
        "abandon": _act("Never publish an event that was set aside", requests.AbandonRequest, abandon),
        "redrive": _act(
            "Publish messages again that the bus gave up",
            requests.RedriveRequest,
            lambda which, actor: reports.as_json(letters.redrive(wanted_letters(operate, which), actor)),
        ),
        "discard": _act(
            "Remove messages that the bus gave up",
            requests.DiscardRequest,
            lambda which, actor: reports.as_json(letters.discard(wanted_letters(operate, which), actor)),
        ),
    }


def _on_rebuilds(operate: Operate) -> Mapping[str, Act]:
    def act(summary: str, run: Callable[[str, Actor], Any]) -> Act:
        return _act(summary, requests.ViewRequest, lambda wanted, actor: reports.as_json(run(wanted.projection, actor)))

    rebuild, work = operate.rebuild, operate.rebuild_worker.work
    return {
        "rebuild": act("Begin to build a generation", rebuild.start),
        "work": _act(
            "Work on a rebuild for some seconds, beside its other workers",
            requests.WorkRequest,
            lambda wanted, _: {"is_over": work(wanted.projection, wanted.generation, seconds=wanted.seconds)},
        ),
        "pause": act("Pause a rebuild", rebuild.pause),
        "resume": act("Go on with a rebuild", rebuild.resume),
        "verify": act("Compare a view with the store, row by row", operate.verify),
    }


def _on_generations(operate: Operate) -> Mapping[str, Act]:
    def act(summary: str, change: Callable[[str, Actor], Generations]) -> Act:
        def run(wanted: requests.ViewRequest, actor: Actor) -> dict[str, Any]:
            return reports.generations_as_json(wanted.projection, change(wanted.projection, actor))

        return _act(summary, requests.ViewRequest, run)

    def switch(wanted: requests.SwitchRequest, actor: Actor) -> dict[str, Any]:
        known = operate.switch.switch(wanted.projection, actor, wanted.generation)
        return reports.generations_as_json(wanted.projection, known)

    def drop(wanted: requests.DropRequest, actor: Actor) -> dict[str, Any]:
        known = operate.switch.drop(wanted.projection, wanted.generation, actor)
        return reports.generations_as_json(wanted.projection, known)

    def remove(wanted: requests.ViewRequest, actor: Actor) -> dict[str, Any]:
        return reports.as_json(operate.remove(wanted.projection, actor))

    return {
        "switch": _act("Let a generation that was verified answer", requests.SwitchRequest, switch),
        "rollback": act("Let the generation before answer again", operate.switch.rollback),
        "cancel": act("Give a rebuild up", operate.switch.cancel),
        "drop": _act("Delete a generation that does not answer", requests.DropRequest, drop),
        "remove": _act("Delete a view that the code no longer declares", requests.ViewRequest, remove),
    }
