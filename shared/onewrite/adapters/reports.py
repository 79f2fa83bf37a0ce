"""Reports for operators as JSON objects; the command line prints what HTTP returns."""

from collections import Counter
from dataclasses import asdict
from datetime import datetime
from typing import Any

from onewrite.adapters.timestamps import timestamp
from onewrite.application.operations.reconcile.reconcile_report import ProjectionReport, ReconcileReport
from onewrite.application.operations.release_report import Released, ReleaseReport
from onewrite.application.operations.release_stream import ParkedStream
from onewrite.application.ports.audit_log import AuditEntry
from onewrite.application.ports.changes import GroupStatus
from onewrite.application.ports.dead_letters import DeadLetter
from onewrite.application.ports.generations import Generations
from onewrite.application.ports.unpublishable_events import UnpublishableEvent
from onewrite.application.ports.walks import Walk
from onewrite.domain.streams import StreamId


def as_json(found: Any) -> dict[str, Any]:
    """Return the fields of a dataclass that an operation has returned."""
    return asdict(found)


def report_as_json(report: ReconcileReport) -> dict[str, Any]:
    """Return the report; ages are in seconds by the store's clock, None where there is nothing of the kind.

    `walked_seconds` is the age of what was counted stream by stream, `swept_seconds` that of the last sweep of the
    shard of the outbox that was swept least recently.
    """

    def age(since: datetime | None) -> float | None:
        return None if since is None else max(0.0, round((report.time - since).total_seconds(), 3))

    def walk_of(walk: Walk) -> dict[str, Any]:
        done = sum(one.is_done for one in walk.ranges)
        return {"ranges": len(walk.ranges), "done": done, "began_seconds": age(walk.began_at)}

    def of_projection(found: ProjectionReport) -> dict[str, Any]:
        return {
            "problem": found.problem,
            "generation": found.generations.active if not found.problem else None,
            "building": found.generations.building,
            "building_state": found.generations.state,
            "previous": found.generations.previous,
            "lagging": found.counts.lagging,
            "healed": found.counts.healed,
            "parked": found.parked.number,
            "ahead": found.counts.ahead,
            "oldest_lagging_seconds": age(found.counts.oldest_lagging),
            "oldest_parked_seconds": age(found.parked.oldest),
        }

    return {
        "heads": report.heads,
        "left_over": list(report.left_over),
        "lagging": report.lagging,
        "healed": report.healed,
        "parked": report.parked,
        "ahead": report.ahead,
        "is_healed": report.is_healed,
        "unpublished": report.unpublished,
        "oldest_unpublished_seconds": age(report.oldest_unpublished),
        "swept_seconds": age(report.swept),
        "walked_seconds": age(report.walked_at),
        "walks": {name: walk_of(walk) for name, walk in report.walks.items()},
        "oldest_lagging_seconds": age(report.oldest_lagging),
        "second_generation_seconds": age(report.second_generation_since) or 0.0,
        "projections": {name: of_projection(found) for name, found in report.projections.items()},
    }


def group_as_json(status: GroupStatus) -> dict[str, Any]:
    """Return how many of the open partitions each living instance holds, and how far each partition is.

    `holder` is None for one that nobody holds. `error` is None unless the changes right after `watermark` fail; then
    they have been tried `attempts` times.
    """
    held = Counter(one.holder for one in status.partitions)
    return {
        "group": status.group,
        "behind_seconds": round(status.behind_seconds, 3),
        "instances": {member: held[member] for member in status.members},
        "partitions": [as_json(one) for one in status.partitions],
    }


def generations_as_json(projection: str, known: Generations) -> dict[str, Any]:
    """Return which generations a view has; `state` is that of the one being built, `verified` equalled the store."""
    return {
        "projection": projection,
        "active": known.active,
        "previous": known.previous,
        "building": known.building,
        "state": known.state,
        "last": known.last,
        "kept": known.kept,
        "verified": known.verified,
    }


def audit_entry_as_json(entry: AuditEntry) -> dict[str, Any]:
    done = entry.operation
    return {
        "performed_at": entry.performed_at,
        "operation": done.name,
        "projection": done.projection,
        "stream_id": done.stream_id,
        "actor": done.actor.name,
        "reason": done.actor.reason,
        "details": dict(done.details),
    }


def unpublishable_as_json(event: UnpublishableEvent) -> dict[str, Any]:
    return {
        "stream_id": str(event.stream),
        "version": event.version,
        "size": event.size,
        "cause": event.cause,
        "set_aside_at": timestamp(event.set_aside_at),
    }


def dead_letter_as_json(letter: DeadLetter) -> dict[str, Any]:
    """Return what is known of it; None where the message doesn't tell."""
    return {
        "letter_id": letter.letter_id,
        "subscription": letter.subscription,
        "subject": letter.subject,
        "version": letter.version,
        "event_type": letter.event_type,
        "attempts": letter.attempts,
        "published_at": letter.published_at and timestamp(letter.published_at),
        "given_up_at": timestamp(letter.given_up_at),
    }


def parked_as_json(parked: ParkedStream) -> dict[str, Any]:
    return {"projection": parked.projection, "generation": parked.generation, **_failure_of(parked)}


def resumed_as_json(
    projection: str, stream: StreamId | None, error_class: str | None, resumed: ReleaseReport
) -> dict[str, Any]:
    """Return which streams were asked for, how many of them were parked, and how far the first of these got.

    `parked_again` counts those that failed again, `still_failing` those of them that failed at the same event.
    """
    return {
        "projection": projection,
        "stream_id": None if stream is None else str(stream),
        "error_class": error_class,
        "released": resumed.released,
        "parked_again": resumed.parked_again,
        "still_failing": resumed.still_failing,
        "by_error_class": dict(resumed.by_error_class.most_common()),
        "streams": [_released(one) for one in resumed.named],
    }


def _released(released: Released) -> dict[str, Any]:
    """Return how far the stream got; `parked_again` holds the failure if it is parked again, else None."""
    now = released.now
    parked = ParkedStream(released.projection, released.generation, now)
    return {
        "generation": released.generation,
        "stream_id": str(now.stream),
        "from_version": released.before.version,
        "version": now.version,
        "parked_again": _failure_of(parked) if now.is_parked else None,
    }


def _failure_of(parked: ParkedStream) -> dict[str, Any]:
    failure = parked.failure
    return {
        "stream_id": str(parked.checkpoint.stream),
        "version": failure.version,
        "event_id": failure.event_id,
        "event_type": failure.event_type,
        "error_class": failure.error_class,
        "error": failure.error,
        "attempts": failure.attempts,
        "first_failed_at": failure.first_failed_at,
        "parked_at": parked.checkpoint.parked_at,
    }
