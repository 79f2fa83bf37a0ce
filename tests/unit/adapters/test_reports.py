"""What operators are shown, field by field: programs read it too."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from onewrite.adapters.reports import (
    audit_entry_as_json,
    generations_as_json,
    group_as_json,
    parked_as_json,
    report_as_json,
    resumed_as_json,
)
from onewrite.application.operations.reconcile.found import Counts
from onewrite.application.operations.reconcile.reconcile_report import ProjectionReport, ReconcileReport
from onewrite.application.operations.release_report import Released, ReleaseReport
from onewrite.application.operations.release_stream import ParkedStream
from onewrite.application.ports.audit_log import Actor, AuditEntry, Operation
from onewrite.application.ports.changes import GroupStatus, PartitionStatus
from onewrite.application.ports.generations import BuildState, Generations
from onewrite.application.ports.views import Checkpoint, Failure, ParkedCount
from onewrite.application.ports.walks import Walk, WalkRange
from onewrite.domain.streams import StreamId

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
ADA = StreamId("account", "ada")
FAILURE = Failure(3, "event-3", "UserRenamed", "KeyError", "KeyError in find line 7", 2, NOON, NOON)
PARKED = Checkpoint(ADA, 2, FAILURE, NOON + timedelta(seconds=9))
FAILURE_AS_JSON = {
    "stream_id": "account-ada",
    "version": 3,
    "event_id": "event-3",
    "event_type": "UserRenamed",
    "error_class": "KeyError",
    "error": "KeyError in find line 7",
    "attempts": 2,
    "first_failed_at": NOON,
    "parked_at": NOON + timedelta(seconds=9),
}
BUILDING = replace(Generations().switched_to(1).with_new_building(), state=BuildState.PAUSED)


def before(seconds: float) -> datetime:
    return NOON - timedelta(seconds=seconds)


def test_a_reconciliation() -> None:
    profiles = ProjectionReport(BUILDING, None, Counts(5, 4, 2, before(1.5)), ParkedCount(3, before(60)))
    interests = ProjectionReport(Generations(kept=()), "not served", Counts(lagging=1, oldest_lagging=before(2.25)))
    report = ReconcileReport(NOON, 9, before(0.5), ["names"], 7, {"profiles": profiles, "interests": interests})
    report.swept, report.walked_at = before(70), before(3600)
    ranges = [WalkRange(1, "", "m", "", is_done=True), WalkRange(2, "m", None, "m")]
    report.walks = {"reconcile": Walk("reconcile", 3, before(61), ranges)}
    assert report_as_json(report) == {
        "heads": 7,
        "is_healed": False,
        "left_over": ["names"],
        "lagging": 6,
        "healed": 4,
        "parked": 3,
        "ahead": 2,
        "unpublished": 9,
        "oldest_unpublished_seconds": 0.5,
        "oldest_lagging_seconds": 2.25,
        "second_generation_seconds": 0.0,
        "swept_seconds": 70,
        "walked_seconds": 3600,
        "walks": {"reconcile": {"ranges": 2, "done": 1, "began_seconds": 61}},
        "projections": {
            "profiles": {
                "problem": None,
                "generation": 1,
                "building": 2,
                "building_state": "paused",
                "previous": 1,
                "lagging": 5,
                "healed": 4,
                "parked": 3,
                "ahead": 2,
                "oldest_lagging_seconds": 1.5,
                "oldest_parked_seconds": 60,
            },
            "interests": {
                "problem": "not served",
                "generation": None,
                "building": None,
                "building_state": None,
                "previous": None,
                "lagging": 1,
                "healed": 0,
                "parked": 0,
                "ahead": 0,
                "oldest_lagging_seconds": 2.25,
                "oldest_parked_seconds": None,
            },
        },
    }


def test_a_consumer_group() -> None:
    partitions = [
        PartitionStatus("p", "a", before(1.25)),
        PartitionStatus("q", "a", before(2.5), "KeyError", 3),
        PartitionStatus("r", None, before(0.5)),
    ]
    assert group_as_json(GroupStatus("pull_profiles", NOON, ["a", "b"], partitions)) == {
        "group": "pull_profiles",
        "behind_seconds": 2.5,
        "instances": {"a": 2, "b": 0},
        "partitions": [
            {"partition": "p", "holder": "a", "watermark": before(1.25), "error": None, "attempts": 0},
            {"partition": "q", "holder": "a", "watermark": before(2.5), "error": "KeyError", "attempts": 3},
            {"partition": "r", "holder": None, "watermark": before(0.5), "error": None, "attempts": 0},
        ],
    }


def test_the_generations_of_a_view() -> None:
    assert generations_as_json("profiles", BUILDING) == {
        "projection": "profiles",
        "active": 1,
        "previous": 1,
        "building": 2,
        "state": "paused",
        "last": 2,
        "kept": (1, 2),
        "verified": (),
    }


def test_an_operation() -> None:
    done = Operation("skip", Actor("ada", "a test account"), "profiles", "account-ada", {"version": 3})
    assert audit_entry_as_json(AuditEntry(done, NOON)) == {
        "performed_at": NOON,
        "operation": "skip",
        "projection": "profiles",
        "stream_id": "account-ada",
        "actor": "ada",
        "reason": "a test account",
        "details": {"version": 3},
    }


def test_a_parked_stream() -> None:
    parked = parked_as_json(ParkedStream("profiles", 4, PARKED))
    assert parked == {"projection": "profiles", "generation": 4, **FAILURE_AS_JSON}


def test_streams_that_were_released() -> None:
    released = [Released("profiles", 4, Checkpoint(ADA, 1), now) for now in (PARKED, Checkpoint(ADA, 7))]
    report = ReleaseReport.of(released, most_named=9)
    assert resumed_as_json("profiles", ADA, "KeyError", report) == {
        "projection": "profiles",
        "stream_id": "account-ada",
        "error_class": "KeyError",
        "released": 2,
        "parked_again": 1,
        "still_failing": 0,
        "by_error_class": {FAILURE_AS_JSON["error_class"]: 1},
        "streams": [
            {
                "generation": 4,
                "stream_id": "account-ada",
                "from_version": 1,
                "version": 2,
                "parked_again": FAILURE_AS_JSON,
            },
            {"generation": 4, "stream_id": "account-ada", "from_version": 1, "version": 7, "parked_again": None},
        ],
    }
    assert resumed_as_json("profiles", None, None, ReleaseReport(most_named=9))["stream_id"] is None
