"""All that is played keeps nodes busy, and is counted once."""

from dataclasses import replace

import pytest

from infra.assumptions import ASSUMPTIONS
from infra.simulation.demand import Demand
from infra.simulation.play import Moment, Play, clean_at
from infra.simulation.scenario import LOAD, Scenario, Span
from infra.simulation.telling import of_play

FIGURES = {name: assumption.value for name, assumption in ASSUMPTIONS.items()}
SMALL = replace(LOAD, commands_per_second=1000)
OUTAGE, BAD = Span(600, 1200), Span(2000, 2400)
WORST = Scenario("worst", SMALL, outage=OUTAGE, bad_deployment=BAD, released_after=60, hours=1, step=20)
KINDS = ("command", "failing", "halted", "push", "query", "release", "silent", "sweep", "walk")


@pytest.fixture(scope="module")
def demand() -> Demand:
    return Demand.of(WORST, FIGURES)


def played(scenario: Scenario, demand: Demand) -> list[Moment]:
    return list(Play(scenario, demand, FIGURES).run())


def at(second: float, moments: list[Moment]) -> Moment:
    return next(one for one in moments if one.second >= second)


def test_all_kinds_of_work_are_known(demand: Demand) -> None:
    assert set(demand.nodes) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_work_keeps_nodes_busy(demand: Demand, kind: str) -> None:
    scenario = replace(WORST, halts=kind == "halted")
    idle = dict.fromkeys(KINDS, 1e-12)
    none, some = (played(scenario, replace(demand, nodes=idle | more)) for more in ({}, {kind: demand.nodes[kind]}))
    assert sum(one.busy for one in some) > 100 * sum(one.busy for one in none)


def test_after_an_outage_the_breakers_let_commands_publish_again_within_a_minute(demand: Demand) -> None:
    moments = played(WORST, replace(demand, sweeps=0))
    before, after = (at(OUTAGE.ends + second, moments).outbox for second in (-20, 60))
    # All of the first twenty seconds leave theirs, then two thirds, then one.
    assert after - before == pytest.approx(SMALL.events_per_second * 20 * (1 + 2 / 3 + 1 / 3))


def test_the_messages_of_a_broken_projection_are_pushed_as_often_as_they_fail_and_not_once_more(
    demand: Demand,
) -> None:
    moment, events = at(BAD.begins, played(replace(WORST, outage=Span(0, 0)), demand)), SMALL.events_per_second
    # After 0, 1, 3, 7 and 15 seconds.
    assert moment.pushed == pytest.approx((SMALL.projections - 1) * events + 5 * events)


def test_it_is_clean_again_when_no_more_waits_than_before() -> None:
    waiting = {540: 10.0, 600: 500, 1200: 400, 1300: 15, 1400: 11, 1500: 0}
    moments = [Moment(second, outbox, 0, 0, 0, 0, 0, 0) for second, outbox in waiting.items()]
    assert clean_at(moments, OUTAGE) == 1400
    assert clean_at(moments[:4], OUTAGE) is None


def test_an_outage_of_the_bus_costs_no_pushes_beyond_one_for_each_event_and_projection() -> None:
    scenario = replace(WORST, bad_deployment=Span(0, 0), sweeps=16, spare=9)
    demand = Demand.of(scenario, FIGURES)
    [told] = [line for line in of_play(scenario, demand, played(scenario, demand), FIGURES) if "outage" in line]
    assert "; 0 pushes more, $ 0" in told
