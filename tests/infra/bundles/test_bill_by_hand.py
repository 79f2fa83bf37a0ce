"""The bill of a small load, calculated by hand, price by price."""

from dataclasses import replace

import pytest

from infra import capacity
from infra.assumptions import ASSUMPTIONS
from infra.capacity_delivery import FUNCTION, pull, second, spanner
from infra.capacity_model import Load, need, push_times

FIGURES = {name: assumption.value for name, assumption in ASSUMPTIONS.items()}
MONTH, DAY, GIB, TIB = 730 * 3600, 24 * 3600, 2**30, 2**40
#: One event for each command, whose message is billed as one of 1,000 bytes; 200 pushes and 100 queries each second.
LOAD = Load(
    commands_per_second=100,
    events_per_command=1,
    event_bytes=100,
    projections=2,
    totals=0,
    queries_per_command=1,
    average_share=1,
    months_kept=1,
    streams=0,
)
IDLE = replace(LOAD, commands_per_second=0)


def test_messages_are_paid_for_each_way_and_for_the_week_that_they_are_kept() -> None:
    through, kept = (100 + 200) * 1000 * MONTH / TIB * 40, 100 * 7 * DAY * 1000 / GIB * 0.27
    assert need(LOAD, FIGURES).dollars["Pub/Sub"] == pytest.approx(through + kept)


def test_backups_hold_events_and_results_one_and_a_half_times() -> None:
    kept = (100 * MONTH * (100 + 350) + 100 * 7 * DAY * 300) / GIB
    assert need(LOAD, FIGURES).dollars["backups"] == pytest.approx(kept * 1.5 * 0.10)


def test_functions_are_paid_by_the_call_by_the_second_and_for_being_warm() -> None:
    calls, busy = 400 * MONTH / 1e6 * 0.40, (100 * 10 + 200 * 8 + 100 * 5) / 1000 / 0.6 * MONTH
    warm = 2 * MONTH * 0.0000025 * 1.5
    assert need(LOAD, FIGURES).dollars["functions"] == pytest.approx(calls + busy * (0.000024 + 0.5 * 0.0000025) + warm)


def test_lines_of_commands_and_queries_are_paid_beyond_what_is_free() -> None:
    assert need(LOAD, FIGURES).dollars["logs"] == pytest.approx((200 * MONTH * 1500 / GIB - 50) * 0.50)
    assert need(replace(LOAD, commands_per_second=1), FIGURES).dollars["logs"] == 0


def test_each_further_view_of_a_function_makes_a_push_longer() -> None:
    assert [push_times(replace(LOAD, views_per_function=views), FIGURES) for views in (1, 3)] == [(50, 8), (54, 12)]


def test_each_group_reads_each_event() -> None:
    def dollars(groups: int) -> float:
        all_of_it, without = (
            pull(LOAD, FIGURES | some, groups=groups, prices=FUNCTION) for some in ({}, {"push_reads": 0.0})
        )
        return all_of_it.dollars - without.dollars

    assert dollars(2) == pytest.approx(2 * dollars(1))


def test_two_idle_groups_beat_by_reading_a_partition_and_save_it_now_and_then() -> None:
    rows = spanner(FIGURES, reads=2, writes=2 + 2 * 0.1)
    idle = pull(IDLE, FIGURES, groups=2, prices=FUNCTION)
    assert idle.dollars == pytest.approx(rows + 2 * second(FIGURES, FUNCTION) * MONTH)


@pytest.mark.parametrize("rate", [3_900, 4_100])
def test_four_sweeps_publish_four_thousand_events_a_second(rate: float) -> None:
    told = "\n".join(capacity.limits_reached([replace(LOAD, commands_per_second=rate, streams=1e6)], FIGURES))
    assert ("the scheduled relay alone can't keep up" in told) == (rate > 4_000)
