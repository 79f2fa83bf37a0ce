"""A view rebuilt by one, two and four workers, verified and reconciled, with few streams and with many (B6)."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from itertools import count
from time import perf_counter

from accounts import ACCOUNTS
from onewrite.application.ports.audit_log import Actor
from onewrite.bootstrap import Adapters, App, build
from onewrite.domain.streams import StreamId
from tests.bench.floors.bare_profiles import bare_steps
from tests.bench.measuring.bare import bare_database, connection_of
from tests.bench.measuring.figures import a_rate, at_least
from tests.bench.measuring.growth import growth_beside_floor, of_many_beside_few
from tests.bench.measuring.results import Results
from tests.bench.measuring.rounds import take_turns
from tests.bench.measuring.seeding import open_streams
from tests.support.systems.adapters import settings

FEW, MANY = 1_000, 40_000
EVENTS = 3
#: How many rounds of each number of streams, and how many come before to warm up.
ROUNDS, WARM_UP = {FEW: 5, MANY: 1}, {FEW: 1, MANY: 0}
BENCH = Actor("bench")
ONLY_PROFILES = replace(ACCOUNTS, projections=(ACCOUNTS.projection("profiles"),), queries=())
Taken = Mapping[str, Sequence[float]]


@dataclass
class View:
    """The view `profiles`, of which one generation is kept: the last that was built."""

    app: App
    streams: list[StreamId] = field(default_factory=list)
    #: What each rebuild took, with the work of the operator's side.
    whole: list[float] = field(default_factory=list)
    _generations: Iterator[int] = field(default_factory=lambda: count(1000))

    @classmethod
    def on(cls, adapters: Adapters, *, ranges: int) -> "View":
        """Return one of no streams, whose rebuilds are cut into so many ranges: no more than workers come."""
        here = settings(generation_cache_seconds=0, walk_ranges=ranges)
        return cls(build(here, ONLY_PROFILES, adapters, wait=lambda _: None))

    def grow(self, streams: int) -> None:
        """Let the store have so many streams."""
        more = open_streams(connection_of(self.app), streams - len(self.streams), EVENTS, first=len(self.streams))
        self.streams += more

    def rebuild(self, workers: int = 1) -> float:
        """Build a new generation and keep it alone; return how long the workers took, and remember the whole."""
        begun = perf_counter()
        generation = self.app.operate.rebuild.start("profiles", BENCH).generation
        cut = perf_counter()
        with ThreadPoolExecutor(workers) as pool:
            done = [pool.submit(self._work, generation) for _ in range(workers)]
        ended = perf_counter()
        assert any(worker.result() for worker in done)
        self.app.generations.change("profiles", lambda known: known.switched_to(generation).without(known.active))
        self.whole.append(ended - begun)
        return ended - cut

    def rebuild_by_the_bare_client(self) -> None:
        each = self.app.advance.batch // EVENTS
        bare_steps(bare_database(self.app), next(self._generations), self.streams, each=each)

    def verify(self) -> None:
        verdict = self.app.operate.verify("profiles")
        assert (verdict.streams, verdict.differences) == (len(self.streams), 0)

    def reconcile(self) -> None:
        report = self.app.operate.reconcile()
        assert (report.heads, report.projections["profiles"].counts.lagging) == (len(self.streams), 0)

    def _work(self, generation: int) -> bool:
        return self.app.operate.rebuild_worker.work("profiles", generation, seconds=500)


def test_a_view_is_rebuilt_verified_and_reconciled(large_adapters: Adapters, results: Results) -> None:
    view = View.on(large_adapters, ranges=1)
    taken = {}
    for streams in (FEW, MANY):
        view.grow(streams)
        taken[streams] = measured(view)
        tell(results, streams, taken[streams])
    by_size = {work: {streams: rounds[work] for streams, rounds in taken.items()} for work in taken[FEW]}
    results.add(growth_beside_floor("B6", "rebuild, time of one stream", by_size["rebuild"], by_size["floor"]))
    for work in ("verify", "reconcile"):
        results.add(of_many_beside_few("B6", f"{work}, one stream", by_size[work]))


def test_several_workers_rebuild_a_view(large_adapters: Adapters, results: Results) -> None:
    view = View.on(large_adapters, ranges=4)
    view.grow(FEW)
    rounds = take_turns(2, one=view.rebuild, two=lambda: view.rebuild(2), four=lambda: view.rebuild(4))
    for workers, number in (("two", 2), ("four", 4)):
        what, beside = f"rebuild of {FEW:,} streams, {number} workers in one process", "one worker"
        both = {"ours": rounds[workers], "floor": rounds["one"]}
        results.add(a_rate("B6", what, "streams/s", both, each=FEW, beside=beside))


def measured(view: View) -> Taken:
    streams = len(view.streams)
    taken = take_turns(
        ROUNDS[streams],
        warm_up=WARM_UP[streams],
        rebuild=view.rebuild,
        floor=view.rebuild_by_the_bare_client,
        verify=view.verify,
        reconcile=view.reconcile,
    )
    return {**taken, "whole rebuild": view.whole[-ROUNDS[streams] :]}


def tell(results: Results, streams: int, taken: Taken) -> None:
    rebuild = {"ours": taken["rebuild"], "floor": taken["floor"]}
    what = f"rebuild of {streams:,} streams, one worker"
    why = "it also reads heads, saves how far it is, and checks rows; reading ahead makes up for it on a free core"
    results.add(a_rate("B6", what, "streams/s", rebuild, each=streams, bar=at_least(0.9), why=why))
    verify = {"ours": taken["verify"], "floor": taken["whole rebuild"]}
    what, beside = f"verify of one generation, {streams:,} streams", "its rebuild"
    results.add(a_rate("B6", what, "streams/s", verify, each=streams, bar=at_least(1), beside=beside))
