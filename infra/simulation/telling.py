"""What is printed of a play: the profiles, what is provided, what queued up, and when it was clean again."""

from collections.abc import Iterator

from infra.capacity_model import Figures
from infra.simulation.counted.profiles import PLAIN, TOGETHER, WITH_TOTALS, profiles
from infra.simulation.demand import Demand
from infra.simulation.play import Moment, clean_at, most
from infra.simulation.retries import pushes_until_parked
from infra.simulation.scenario import HOUR, Scenario
from infra.simulation.service import Service


def of_profiles() -> Iterator[str]:
    head = ("calls", "rows read", "rows", "entries", "cells", "bytes", "locked")
    yield f"{'operation':22}" + "".join(f"{title:>11}" for title in head)
    for name, one in profiles().items():
        numbers = (one.trips, one.rows_read, one.rows_written, one.index_entries, one.cells, one.bytes_written)
        cells = "".join(f"{number:>11,.1f}" for number in (*numbers, one.locked_rows))
        yield f"{name:22}{cells}"
    yield "Calls are those of all that is handled together; the other columns are for one event, stream or command."


def of_limits(scenario: Scenario, figures: Figures) -> Iterator[str]:
    """Yield what the limits of the services leave: the largest step, the hottest group, the silent breaker."""
    service, totals = Service(figures, scenario.load), profiles()[f"advance, {WITH_TOTALS}"]
    largest = figures["commit_cells"] / max(totals.cells, profiles()[f"advance, {PLAIN}"].cells)
    yield f"A commit may change {figures['commit_cells']:,.0f} cells: {largest:,.0f} streams in a step."
    held = totals.locked_trips * TOGETHER * figures["commit_ms"] / 1000
    steps = scenario.load.events_per_second / TOGETHER
    share = 1 - (1 - min(1 / held / steps, 1)) ** (1 / TOGETHER)
    yield (
        f"A group's row is locked for {held * 1000:,.0f} ms by each step that changes it, so it takes {1 / held:,.0f} "
        f"steps a second: a group with more than {share:.1%} of all events needs shards."
    )
    late = service.seconds(profiles()["command"]) - service.seconds(profiles()["command, relay silent"])
    yield f"Publishing makes a command {late * 1000:,.0f} ms longer; while the breaker is open it is not done."


def of_play(scenario: Scenario, demand: Demand, moments: list[Moment], figures: Figures) -> Iterator[str]:
    load, service = scenario.load, Service(figures, scenario.load)
    yield (
        f"{scenario.name}: {load.commands_per_second:,.0f} commands/s, {load.projections} projections, "
        f"{load.streams:,.0f} streams"
    )
    nodes, rest = service.node_dollars(demand.provided), service.push_dollars(load.pushes_per_second, 0) * HOUR
    yield (
        f"  steady: {demand.steady:,.0f} nodes busy of {demand.provided:,.0f}, $ {nodes:,.0f} an hour; "
        f"{load.pushes_per_second:,.0f} pushes/s, $ {rest:,.0f} an hour"
    )
    waited = ", ".join(f"{number:,.0f} {name}" for name, number in most(moments).items() if number)
    yield f"  the most that waited: {waited}"
    for name, span in (("outage of the bus", scenario.outage), ("bad deployment", scenario.bad_deployment)):
        if span.ends:
            clean = clean_at(moments, span)
            again = _pushed_again(moments, span.begins, clean, load.pushes_per_second * scenario.step, scenario.step)
            dollars = service.push_dollars(again, demand.message_bytes)
            yield f"  {name}: clean again {_told(clean, span.ends)} its end; {again:,.0f} pushes more, $ {dollars:,.0f}"
    behind = pushes_until_parked()
    yield f"  an event that always fails is pushed {len(behind)} times and parks its stream after {behind[-1]:,.0f} s"
    pace = moments[-1].walked / (scenario.hours * HOUR)
    walk = load.streams / pace / HOUR
    yield (
        f"  a walk over all streams takes {walk:,.1f} hours and {pace * demand.nodes['walk']:,.1f} nodes, "
        f"at low priority: $ {service.node_dollars(pace * demand.nodes['walk']) * walk:,.0f}"
    )


def _pushed_again(moments: list[Moment], begin: float, end: float | None, steady: float, step: float) -> float:
    """Return how many pushes there were beyond one for each event and projection."""
    of_it = [one for one in moments if begin <= one.second and (end is None or one.second <= end)]
    return max(sum(one.pushed for one in of_it) * step - steady * len(of_it), 0)


def _told(clean: float | None, end: float) -> str:
    return "not that day after" if clean is None else f"{(clean - end) / HOUR:,.1f} hours after"
