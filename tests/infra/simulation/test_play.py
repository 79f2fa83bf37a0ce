"""What the model says of load, of outages and of bad deployments."""

from dataclasses import replace
from math import ceil
from xml.etree import ElementTree as ET

import pytest

from infra.assumptions import ASSUMPTIONS
from infra.simulation.demand import Demand
from infra.simulation.picture import PANELS, picture
from infra.simulation.play import Moment, clean_at, play
from infra.simulation.retries import longest_pause, pushes_until_parked
from infra.simulation.scenario import LOAD, Scenario, Span
from infra.simulation.telling import of_limits, of_play, of_profiles
from onewrite.settings import Settings

FIGURES = {name: assumption.value for name, assumption in ASSUMPTIONS.items()}
SMALL = replace(LOAD, commands_per_second=1000)
CALM = Scenario("calm", SMALL, hours=1, step=20)
OUTAGE = Span(600, 1200)


def at(second: float, moments: list[Moment]) -> Moment:
    return next(one for one in moments if one.second >= second)


def test_a_calm_hour_leaves_nothing_behind_and_the_nodes_as_busy_as_planned() -> None:
    moments = play(replace(CALM, walked=0), FIGURES)
    assert {one.behind for one in moments} == {0}
    assert moments[-1].busy == pytest.approx(FIGURES["cpu_share"], rel=0.1)


def test_twice_the_load_takes_twice_the_nodes() -> None:
    once, twice = (
        Demand.of(replace(CALM, load=load), FIGURES) for load in (SMALL, replace(SMALL, commands_per_second=2000))
    )
    assert twice.steady == pytest.approx(2 * once.steady)
    assert 0 <= ceil(2 * once.provided) - twice.provided <= 1


def test_what_is_committed_while_the_bus_is_down_lies_in_the_outbox() -> None:
    moments = play(replace(CALM, outage=OUTAGE), FIGURES)
    assert at(OUTAGE.ends - CALM.step, moments).outbox == pytest.approx(600 * SMALL.events_per_second)
    assert at(OUTAGE.ends - CALM.step, moments).pushed == 0


@pytest.mark.parametrize("sweeps", [1, 2])
def test_the_outbox_drains_at_the_rate_of_the_sweeps(sweeps: int) -> None:
    scenario = replace(CALM, outage=OUTAGE, sweeps=sweeps, spare=9)
    moments, rate = play(scenario, FIGURES), Demand.of(scenario, FIGURES).sweeps * sweeps
    begin, end = (at(OUTAGE.ends + after, moments) for after in (100, 200))
    assert (begin.outbox - end.outbox) / 100 == pytest.approx(rate)


def test_more_sweeps_than_pushes_can_follow_only_move_the_queue() -> None:
    """Sixteen sweeps empty the outbox sooner; then the messages wait for instances, of which twice as many are idle."""
    scenario, idle = replace(CALM, outage=OUTAGE, sweeps=16, spare=2), FIGURES | {"cpu_share": 0.2}
    one, sixteen = (play(one, idle) for one in (replace(scenario, sweeps=1), scenario))
    after = OUTAGE.ends + 100
    assert at(after, sixteen).outbox < at(after, one).outbox
    assert at(after, sixteen).waiting > at(after, one).waiting == 0


def test_a_bad_deployment_parks_what_has_used_up_its_attempts_and_an_operator_releases_it() -> None:
    bad = Span(600, 1200)
    scenario = replace(CALM, bad_deployment=bad, released_after=300)
    moments = play(scenario, FIGURES)
    parked = at(bad.ends, moments).parked
    patience = 600 - pushes_until_parked()[-1]
    assert parked == pytest.approx(SMALL.events_per_second * patience, abs=2 * CALM.step * SMALL.events_per_second)
    assert at(bad.ends + 280, moments).parked == parked
    rate = Demand.of(scenario, FIGURES).releases
    assert parked - at(bad.ends + 400, moments).parked == pytest.approx(rate * 120)


def test_a_projection_that_is_halted_parks_nothing_and_is_clean_at_the_longest_pause() -> None:
    bad = Span(600, 1200)
    moments = play(replace(CALM, bad_deployment=bad, halts=True), FIGURES)
    assert {one.parked for one in moments} == {0}
    clean = clean_at(moments, bad)
    assert clean is not None
    assert clean - bad.ends == pytest.approx(longest_pause(), abs=3 * CALM.step)


def test_an_event_that_always_fails_is_pushed_until_the_policy_parks_its_stream() -> None:
    """Pauses of 1, 2, 4, 8 seconds count as one attempt in ten seconds."""
    assert pushes_until_parked() == [0, 1, 3, 7, 15, 31, 63, 127]
    assert Settings(domain="accounts:ACCOUNTS").park_after_attempts == 5


def test_a_walk_takes_only_what_nobody_else_needs() -> None:
    moments = play(replace(CALM, walked=1e9), FIGURES)
    assert moments[-1].busy == pytest.approx(1)
    assert {one.behind for one in moments} == {0}


def test_what_is_told_and_drawn_has_every_play_and_every_queue() -> None:
    scenario = replace(CALM, outage=OUTAGE, bad_deployment=Span(1500, 1800))
    moments = play(scenario, FIGURES)
    told = [*of_profiles(), *of_limits(scenario, FIGURES)]
    told += of_play(scenario, Demand.of(scenario, FIGURES), moments, FIGURES)
    assert any("outage of the bus: clean again" in line for line in told)
    drawn = ET.fromstring(picture([(scenario, moments)]))
    assert len(drawn.findall("{http://www.w3.org/2000/svg}polygon")) == len(PANELS)
