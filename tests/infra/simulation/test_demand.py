"""What is asked of the services, and what that takes of them."""

from dataclasses import replace

import pytest

from infra.assumptions import ASSUMPTIONS
from infra.simulation.counted.profile import Profile
from infra.simulation.counted.profiles import PLAIN, WITH_TOTALS, profiles
from infra.simulation.demand import Demand
from infra.simulation.scenario import LOAD, Scenario
from infra.simulation.service import Service

FIGURES = {name: assumption.value for name, assumption in ASSUMPTIONS.items()}
SERVICE = Service(FIGURES, LOAD)


def demand(**load: float) -> Demand:
    return Demand.of(Scenario("any", replace(LOAD, **load)), FIGURES)  # type: ignore[arg-type]


def takes(operation: str) -> float:
    return SERVICE.node_seconds(profiles()[operation])


def test_rows_read_rows_written_and_entries_of_indexes_keep_a_node_busy() -> None:
    assert SERVICE.node_seconds(Profile(rows_read=22_500)) == 1
    assert SERVICE.node_seconds(Profile(rows_written=3_500)) == 1
    assert SERVICE.node_seconds(Profile(index_entries=3_500)) == 1


def test_a_small_message_is_billed_as_a_larger_one() -> None:
    small, billed, large = (SERVICE.push_dollars(1, size) for size in (0, 1000, 2000))
    assert small == billed < large


def test_a_walk_reads_a_head_and_a_checkpoint_of_each_projection() -> None:
    few, many = (demand(projections=number).nodes["walk"] for number in (3, 13))
    assert few == pytest.approx(takes("walk, heads") + 3 * takes("walk, checkpoints"))
    assert many - few == pytest.approx(10 * takes("walk, checkpoints"))


def test_a_push_takes_what_the_mean_of_all_projections_takes() -> None:
    without, some = (demand(totals=number).nodes["push"] for number in (0, 3))
    assert without == pytest.approx(takes("push, late") + takes(f"advance, {PLAIN}"))
    more = takes(f"advance, {WITH_TOTALS}") - takes(f"advance, {PLAIN}")
    assert some - without == pytest.approx(3 / LOAD.projections * more)


def test_a_sweep_that_works_half_of_the_time_publishes_half_as_much() -> None:
    always, half = (Demand.of(Scenario("any", sweep_share=share), FIGURES).sweeps for share in (1, 0.5))
    assert half == pytest.approx(always / 2)
