"""Push beside pull: what each takes, busy and idle."""

import json
from dataclasses import replace

import pytest

from infra import capacity
from infra.assumptions import ASSUMPTIONS
from infra.capacity_delivery import WORKER, pull, push, ways
from infra.capacity_model import Load, applied_rows, need
from spanner_changes import Pace
from tests.infra.terraform.plans import INFRA

FIGURES = {name: assumption.value for name, assumption in ASSUMPTIONS.items()}
IDLE, SMALL, BUSY = (Load(commands_per_second=rate, streams=10_000) for rate in (0, 1, 1000))


def test_nothing_to_do_costs_nothing_by_push_and_an_instance_for_each_group_by_pull() -> None:
    idle = ways(IDLE, FIGURES)
    assert (idle["push"].dollars, idle["push"].requests, idle["push"].instances) == (0, 0, 0)
    assert (idle["pull, functions"].instances, idle["pull, a worker"].instances) == (IDLE.projections, 1)
    assert idle["pull, functions"].dollars > idle["pull, a worker"].dollars > 0


def test_an_idle_instance_beats_and_an_idle_partition_is_read_and_saved_every_window() -> None:
    """One instance: a commit and a read a second; one partition: a query and a transaction every ten seconds."""
    idle = pull(IDLE, FIGURES, groups=1, prices=WORKER)
    assert (idle.requests, idle.transactions) == pytest.approx((1 + 0.1, 1 + 0.1))


def test_a_push_is_a_call_and_a_transaction_for_each_event_and_projection() -> None:
    busy = push(BUSY, FIGURES)
    assert busy.requests == busy.transactions == BUSY.events_per_second * BUSY.projections


def test_views_that_share_a_function_share_calls_and_transactions_and_write_the_same_rows() -> None:
    alone, together = (ways(BUSY, FIGURES)[way] for way in ("push", "push, together"))
    assert together.requests == together.transactions == BUSY.events_per_second
    assert together.dollars < alone.dollars * 0.8
    shared = replace(BUSY, views_per_function=BUSY.projections)
    (reads, writes), (fewer, same) = applied_rows(BUSY, FIGURES), applied_rows(shared, FIGURES)
    assert writes == same
    assert reads - fewer == (BUSY.projections - 1) * BUSY.events_per_second * FIGURES["push_reads"]


def test_what_they_save_is_in_the_bill_of_pubsub_and_functions() -> None:
    alone, together = (need(replace(BUSY, views_per_function=views), FIGURES) for views in (1, BUSY.projections))
    assert together.pushed_mb_per_second == pytest.approx(alone.pushed_mb_per_second / BUSY.projections)
    assert together.dollars["Pub/Sub"] < alone.dollars["Pub/Sub"] / 2
    assert together.dollars["functions"] < alone.dollars["functions"] / 2


def test_the_busier_it_is_the_more_events_share_a_transaction_that_pulls() -> None:
    small, busy = (pull(load, FIGURES, groups=1, prices=WORKER).transactions for load in (SMALL, BUSY))
    assert small / SMALL.events_per_second > 2 * busy / BUSY.events_per_second
    assert busy < BUSY.applied_per_second / 4


def test_another_projection_in_the_group_of_a_worker_reads_the_change_stream_no_more_often() -> None:
    two, three = (replace(SMALL, projections=projections) for projections in (2, 3))
    assert ways(three, FIGURES)["pull, a worker"].requests == ways(two, FIGURES)["pull, a worker"].requests
    assert ways(three, FIGURES)["pull, functions"].requests > ways(two, FIGURES)["pull, functions"].requests


@pytest.mark.parametrize(
    ("rate", "cheapest"), [(0, "push"), (5, "push"), (10, "pull, a worker"), (1000, "pull, a worker")]
)
def test_pull_is_cheaper_than_a_function_for_each_view_from_some_ten_events_a_second_on(
    rate: float, cheapest: str
) -> None:
    dollars = {name: way.dollars for name, way in ways(Load(rate), FIGURES).items() if name != "push, together"}
    assert min(dollars, key=lambda name: dollars[name]) == cheapest


@pytest.mark.parametrize("figure", ["change_rows", "view_rows", "worker_second", "worker_gib_second"])
def test_what_a_worker_costs_is_in_the_dollars(figure: str) -> None:
    without, all_of_it = (pull(BUSY, FIGURES | some, groups=1, prices=WORKER) for some in ({figure: 0.0}, {}))
    assert without.dollars < all_of_it.dollars


@pytest.mark.parametrize("figure", ["message_tib", "million_calls", "processor_second", "view_rows"])
def test_what_pushes_cost_is_in_the_dollars(figure: str) -> None:
    assert push(BUSY, FIGURES | {figure: 0.0}).dollars < push(BUSY, FIGURES).dollars


def test_a_group_keeps_the_pace_that_the_reader_has() -> None:
    pace = Pace()
    assert {name: FIGURES[f"{name}_seconds"] for name in ("window", "beat", "save", "save_idle")} == {
        "window": pace.window.total_seconds(),
        "beat": pace.beat.total_seconds(),
        "save": pace.save_every.total_seconds(),
        "save_idle": pace.save_idle_every.total_seconds(),
    }


def test_the_limits_of_functions_that_follow_are_those_of_the_topology() -> None:
    topology = json.loads((INFRA / "topology.json").read_text())
    schedules = [one for one in topology["schedules"].values() if one["function"] == "pull_profiles"]
    assert {schedule["deadline_seconds"] for schedule in schedules} == {capacity.FOLLOW_SECONDS}
    assert len(schedules) == capacity.FOLLOWING_RUNS


def test_limits_say_when_a_worker_has_to_pull() -> None:
    told = list(capacity.limits_reached([replace(BUSY, streams=2_000_000)], FIGURES))
    assert len([line for line in told if "let a worker pull" in line or "a worker is quicker" in line]) == 2
    assert not any("let a worker pull" in line for line in capacity.limits_reached([SMALL], FIGURES))


def test_each_way_is_printed_at_each_load() -> None:
    lines = list(capacity.deliveries([IDLE, BUSY], FIGURES))
    assert len(lines) == 1 + 2 * len(ways(BUSY, FIGURES)) + 1
    assert [line.split()[0] for line in lines[1:-1]] == ["0"] * 4 + ["1,000"] * 4
