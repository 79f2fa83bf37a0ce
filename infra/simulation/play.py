"""Play a scenario, a few seconds at a time: what comes in, what is done of it, what queues up, what it takes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from infra.capacity_model import MB, Figures
from infra.simulation.demand import Demand
from infra.simulation.retries import longest_pause, pushes_until_parked, pushes_within
from infra.simulation.scenario import MINUTE, Scenario, Span
from onewrite.application.breaker import LONGEST_PAUSE


@dataclass(frozen=True)
class Moment:
    """What waits at the end of a step, how busy the nodes are in it, and what was pushed in it, in each second."""

    second: float
    outbox: float
    waiting: float
    failing: float
    parked: float
    busy: float
    pushed: float
    walked: float

    @property
    def behind(self) -> float:
        return self.outbox + self.waiting + self.failing + self.parked


@dataclass
class Play:
    """The state between two steps. Messages and streams are numbers; no two events in a queue are of one stream."""

    scenario: Scenario
    demand: Demand
    figures: Figures
    outbox: float = 0
    waiting: float = 0
    parked: float = 0
    #: Messages of the broken projection that are pushed again and again, by the second of their first push.
    failing: dict[float, float] = field(default_factory=dict)
    #: Messages that come back now that it is mended, and how many of them each second.
    returning: float = 0
    returning_rate: float = 0
    walked: float = 0

    def run(self) -> Iterator[Moment]:
        steps = int(self.scenario.hours * 3600 / self.scenario.step)
        yield from (self._step(number * self.scenario.step) for number in range(steps))

    def _step(self, now: float) -> Moment:
        scenario, demand, dt = self.scenario, self.demand, self.scenario.step
        silent = self._share_without_relay(now)
        busy = demand.commands * (silent * demand.nodes["silent"] + (1 - silent) * demand.nodes["command"])
        busy += demand.queries * demand.nodes["query"]
        # The sweep publishes what lies in the outbox; what commands publish themselves is never seen there.
        published = demand.events * (1 - silent)
        self.outbox += demand.events * silent * dt
        swept = 0.0 if scenario.outage.has(now) else min(demand.sweeps * scenario.sweeps, self.outbox / dt)
        self.outbox -= swept * dt
        busy += swept * demand.nodes["sweep"]
        arriving = (published + swept) * scenario.load.projections + self._failures(now, published + swept)
        failed = self._retries(now)
        busy += failed * demand.nodes["halted" if scenario.halts else "failing"]
        busy += self._released(now) * demand.nodes["release"]
        # Pushes take what is left of nodes and instances, and no more than the bus pushes.
        most = min(demand.pushes - failed, self.figures["quota_pushed_mb"] * MB / demand.message_bytes)
        most = min(most, max(demand.provided - busy, 0) / demand.nodes["push"])
        if scenario.outage.has(now):
            most = 0
        pushed = min(most, self.waiting / dt + arriving)
        self.waiting = max(self.waiting + (arriving - pushed) * dt, 0)
        busy += pushed * demand.nodes["push"]
        # Walks come last, at low priority.
        walked = min(scenario.walked, max(demand.provided - busy, 0) / demand.nodes["walk"])
        self.walked += walked * dt
        busy += walked * demand.nodes["walk"]
        failing = sum(self.failing.values()) + self.returning
        share = busy / demand.provided
        return Moment(now, self.outbox, self.waiting, failing, self.parked, share, pushed + failed, self.walked)

    def _share_without_relay(self, now: float) -> float:
        """Return the share of commands that leave their events to the sweep: the breakers of all processes."""
        if self.scenario.outage.has(now):
            return 1
        after = now - self.scenario.outage.ends
        return max(1 - after / LONGEST_PAUSE, 0) if self.scenario.outage.ends and after >= 0 else 0

    def _failures(self, now: float, published: float) -> float:
        """Take the messages of the broken projection out of those that arrive; return what comes back, less those."""
        bad, dt = self.scenario.bad_deployment, self.scenario.step
        if bad.has(now):
            self.failing[now] = published * dt
            return -published
        if self.failing:
            # It is mended. Each message comes back after its own pause, which by now is at most the longest.
            self.returning = sum(self.failing.values())
            self.returning_rate = self.returning / min(longest_pause(), bad.ends - bad.begins)
            self.failing.clear()
        back = min(self.returning_rate, self.returning / dt)
        self.returning -= back * dt
        return back

    def _retries(self, now: float) -> float:
        """Push again what fails; park what has used up its attempts, unless the projection is halted. Return pushes."""
        bad, dt = self.scenario.bad_deployment, self.scenario.step
        delays = pushes_within(bad.ends - bad.begins) if self.scenario.halts else pushes_until_parked()
        if not self.scenario.halts:
            for began in [began for began in self.failing if now - began >= delays[-1]]:
                self.parked += self.failing.pop(began)
        return sum(
            number / dt * sum(now <= began + delay < now + dt for delay in delays)
            for began, number in self.failing.items()
        )

    def _released(self, now: float) -> float:
        """Release parked streams once an operator does; return how many a second."""
        scenario = self.scenario
        if now < scenario.bad_deployment.ends + scenario.released_after:
            return 0
        some = min(self.demand.releases * scenario.releases, self.parked / scenario.step)
        self.parked -= some * scenario.step
        return some


def play(scenario: Scenario, figures: Figures) -> list[Moment]:
    return list(Play(scenario, Demand.of(scenario, figures), figures).run())


def clean_at(moments: list[Moment], span: Span) -> float | None:
    """Return the second, after the span, in which no more waits than before it; None if that never comes."""
    before = max((one.behind for one in moments if span.begins - MINUTE <= one.second < span.begins), default=0)
    clean = (one.second for one in moments if one.second >= span.ends and one.behind <= before + 1)
    return next(clean, None)


def most(moments: list[Moment]) -> Mapping[str, float]:
    """Return the longest of each queue."""
    return {name: max(getattr(one, name) for one in moments) for name in ("outbox", "waiting", "failing", "parked")}
