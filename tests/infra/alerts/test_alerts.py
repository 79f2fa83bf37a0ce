"""Alerts as they would be asked: which of them calls in which state of the system."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from tests.infra.alerts.promql import answer, calls, windows
from tests.infra.terraform.plans import INFRA, Plan

RUNBOOK = INFRA / "runbook.md"
OURS = "logging_googleapis_com:user_onewrite_"
REQUESTS = "run_googleapis_com:request_count"
ERRORS = f"{REQUESTS} response_code_class=5xx"
OUTBOX = f"{OURS}outbox_oldest_seconds"
LATENCY = "run_googleapis_com:request_latencies_bucket"
WAITING = "pubsub_googleapis_com:subscription_oldest_unacked_message_age"
GIVEN_UP = "pubsub_googleapis_com:subscription_num_undelivered_messages"
BEHIND = f"{OURS}changes_behind_seconds"
#: A function and a worker.
FOLLOWERS = (
    "service_name=tail-changes",
    "service_name=pull-profiles",
    "service_name=pull-clubs",
    "worker_pool_name=pull-interests",
)
COPIED = "workflows_googleapis_com:finished_execution_count status=SUCCEEDED"
#: What the metrics say of a system at work. What never happened has no series.
HEALTHY = {
    **{f"{BEHIND}_sum {reader}": 4.0 for reader in FOLLOWERS},
    **{f"{BEHIND}_count {reader}": 5.0 for reader in FOLLOWERS},
    f"{OURS}whole_sweeps_total": 5.0,
    f"{OURS}unpublishable_events_sum": 0.0,
    f"{OUTBOX}_sum": 6.0,
    f"{OUTBOX}_count": 3.0,
    f"{OURS}streams_compared_total_sum": 1_000.0,
    f"{OURS}streams_compared_total_count": 2.0,
    f"{OURS}streams_found_ahead_total_sum": 0.0,
    f"{OURS}streams_healed_total_sum": 3.0,
    f"{OURS}streams_found_lagging_total_sum": 3.0,
    f"{OURS}projection_parked_streams_sum": 0.0,
    f"{OURS}second_generation_seconds_sum": 2 * 86_400.0 * 2,
    f"{OURS}second_generation_seconds_count": 2.0,
    COPIED: 3.0,
    REQUESTS: 10.0,
    f"{ERRORS} service_name=project-profiles": 0.1,
    f"{LATENCY} service_name=answer-queries": 80.0,
    f"{WAITING} subscription_id=project_profiles": 2.0,
    f"{GIVEN_UP} subscription_id=events_dead_letter": 0.0,
    "spanner_googleapis_com:instance_cpu_utilization_by_priority": 0.4,
}
#: What functions have done, and workers likewise.
BUSY = {
    f"{OURS}{name}_sum": value
    for name, value in {
        "advance_seconds_total": 6.0,
        "advances_total": 30.0,
        "command_seconds_total": 2.0,
        "commands_total": 40.0,
        "commits_aborted_total": 5.0,
        "commits_total": 100.0,
        "conflicts_total": 3.0,
        "events_applied_total": 90.0,
        "events_committed_total": 45.0,
        "events_published_total": 44.0,
        "projection_lag_seconds": 8.0,
        "projection_lagging_streams": 6.0,
        "publish_seconds_total": 1.0,
        "publishes_total": 20.0,
    }.items()
} | {f"{OURS}projection_lag_seconds_count": 2.0, f"{OURS}projection_lagging_streams_count": 2.0}
#: What is drawn of it.
AT_WORK = {
    "advance_seconds": 0.2,
    "command_seconds": 0.05,
    "commands": 40.0,
    "commits_aborted": 0.05,
    "conflicts": 6.0,
    "events_applied": 90.0,
    "events_committed": 90.0,
    "events_published": 88.0,
    "projection_lag_seconds": 4.0,
    "projection_lagging_streams": 3.0,
    "publish_seconds": 0.05,
}
#: What is different when something is wrong, and who calls then.
WRONG = {
    "backups_not_copied": {COPIED: 0.0, COPIED.replace("SUCCEEDED", "FAILED"): 3.0},
    "changes_behind": {f"{BEHIND}_sum service_name=tail-changes": 5 * 301.0},
    "changes_failed": {f"{OURS}heals_failed_total": 1.0},
    "changes_silent": {f"{BEHIND}_count service_name=pull-profiles": 0.0},
    "dead_letters": {f"{GIVEN_UP} subscription_id=events_dead_letter": 1.0},
    "events_unpublishable": {f"{OURS}unpublishable_events_sum": 1.0},
    "generation_kept": {f"{OURS}second_generation_seconds_sum": 2 * 86_400.0 * 3.1},
    "history_lost": {f"{OURS}histories_lost_total": 1.0},
    "latency": {f"{LATENCY} service_name=answer-queries": 1_500.0},
    "outbox_age": {f"{OUTBOX}_sum": 3 * 301.0},
    "projection_halted": {f"{OURS}projection_halted_sum": 1.0},
    "reconcile_silent": {f"{OURS}streams_compared_total_count": 0.0},
    "relay_failed": {f"{OURS}relay_failures_total": 1.0},
    "relay_silent": {f"{OURS}whole_sweeps_total": 0.0},
    "server_errors": {f"{ERRORS} service_name=project-profiles": 0.6},
    "spanner_cpu": {"spanner_googleapis_com:instance_cpu_utilization_by_priority": 0.7},
    "streams_ahead": {f"{OURS}streams_found_ahead_total_sum": 1.0},
    "streams_healed": {f"{OURS}streams_healed_total_sum": 20.0, f"{OURS}streams_found_lagging_total_sum": 20.0},
    "streams_parked": {f"{OURS}projection_parked_streams_sum": 1.0},
    "streams_unhealed": {f"{OURS}streams_found_lagging_total_sum": 4.0},
    "subscription_backlog": {f"{WAITING} subscription_id=project_profiles": 301.0},
}
#: What may be so for hours, and is no matter for these alerts.
ORDINARY = {
    "a rebuild that holds its messages": {f"{WAITING} subscription_id=rebuild_views": 3_000.0},
    "dead letters that wait for a person": {f"{WAITING} subscription_id=events_dead_letter": 3_000.0},
    "messages under way": {f"{GIVEN_UP} subscription_id=project_profiles": 1_000.0},
    "a walk that found something": {f"{ERRORS} service_name=reconcile-views": 9.0},
    "a walk that takes its time": {f"{LATENCY} service_name=reconcile-views": 60_000.0},
}


@pytest.fixture(scope="module")
def queries(planned_with_options: Plan) -> dict[str, str]:
    return {
        condition["display_name"]: asked["query"]
        for address, values in planned_with_options.items()
        if address.startswith("google_monitoring_alert_policy.main")
        for condition in values["conditions"]
        for asked in condition["condition_prometheus_query_language"]
    }


@pytest.fixture(scope="module")
def board(planned_with_options: Plan) -> Any:
    return json.loads(planned_with_options["google_monitoring_dashboard.main"]["dashboard_json"])


def who_calls(queries: Mapping[str, str], series: Mapping[str, float]) -> set[str]:
    return {name for name, query in queries.items() if calls(query, series)}


def test_a_system_at_work_calls_nobody(queries: dict[str, str]) -> None:
    assert who_calls(queries, HEALTHY) == set()


def test_every_alert_calls_when_what_it_is_for_happens_and_no_other_does(queries: dict[str, str]) -> None:
    assert {name: who_calls(queries, HEALTHY | wrong) for name, wrong in WRONG.items()} == {
        name: {name} for name in queries
    }


@pytest.mark.parametrize("what", ORDINARY)
def test_what_is_ordinary_calls_nobody(queries: dict[str, str], what: str) -> None:
    assert who_calls(queries, HEALTHY | ORDINARY[what]) == set()


def test_what_is_compared_is_of_the_same_time(queries: dict[str, str]) -> None:
    assert {name: len(windows(query)) for name, query in queries.items() if len(windows(query)) > 1} == {}


def test_a_stream_calls_the_moment_it_is_parked(queries: dict[str, str]) -> None:
    assert who_calls(queries, HEALTHY | {f"{OURS}streams_parked_total": 1.0}) == {"streams_parked"}


def test_a_worker_that_cannot_begin_calls(queries: dict[str, str]) -> None:
    assert who_calls(queries, HEALTHY | {f"{OURS}runs_failed_total": 1.0}) == {"changes_failed"}


@pytest.mark.parametrize("reader", FOLLOWERS)
def test_each_reader_of_the_change_stream_is_missed(queries: dict[str, str], reader: str) -> None:
    others = {name: value for name, value in HEALTHY.items() if not name.endswith(reader)}
    assert who_calls(queries, others) == {"changes_silent"}


def test_silence_calls_where_something_must_happen_all_the_time(queries: dict[str, str]) -> None:
    assert who_calls(queries, {}) == {
        "backups_not_copied",
        "changes_silent",
        "reconcile_silent",
        "relay_silent",
    }


def test_without_a_zero_for_no_data_silence_would_stay_silent(queries: dict[str, str]) -> None:
    mistaken = {name: query.replace(" or vector(0)", "") for name, query in queries.items()}
    assert who_calls(mistaken, {}) == set()


def test_every_alert_has_a_section_that_says_what_it_means_and_which_command_mends_it(queries: dict[str, str]) -> None:
    sections = dict(re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", RUNBOOK.read_text(), re.MULTILINE | re.DOTALL))
    assert sections.keys() == {*queries, "made_public"}
    for name, section in sections.items():
        assert re.findall(r"^\*\*(\w+)\*\*", section, re.MULTILINE) == ["Means", "Look", "Mend"], name


def drawn_on(board: Any) -> dict[str, str]:
    return {
        tile["widget"]["title"]: tile["widget"]["xyChart"]["dataSets"][0]["timeSeriesQuery"]["prometheusQuery"]
        for tile in board["mosaicLayout"]["tiles"]
    }


def test_the_dashboard_draws_what_alerts_ask(queries: dict[str, str], board: Any) -> None:
    drawn = drawn_on(board)
    assert {name: query.rsplit(" > ", 1)[0] for name, query in queries.items()}.items() <= drawn.items()
    assert all(
        answer(query, HEALTHY | BUSY | {f"{OURS}relay_failures_total": 0.0}) is not None for query in drawn.values()
    )


def test_the_dashboard_draws_how_much_is_done_how_long_it_takes_and_how_often_in_vain(board: Any) -> None:
    drawn = drawn_on(board)
    assert {name: round(answer(drawn[name], HEALTHY | BUSY) or 0, 3) for name in AT_WORK} == AT_WORK


def test_no_tile_of_the_dashboard_hides_another(board: Any) -> None:
    tiles = board["mosaicLayout"]["tiles"]
    assert len({(tile.get("xPos", 0), tile.get("yPos", 0)) for tile in tiles}) == len(tiles)
    assert all(tile.get("xPos", 0) + tile["width"] <= board["mosaicLayout"]["columns"] for tile in tiles)


def test_a_dashboard_that_was_applied_is_not_planned_again(board: Any) -> None:
    """Monitoring leaves out what is zero or empty; what a plan names and Monitoring doesn't would differ for ever."""
    assert [value for value in leaves(board) if not value] == []


def leaves(part: Any) -> Iterator[Any]:
    inner = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    if not inner:
        yield part
    for each in inner:
        yield from leaves(each)
