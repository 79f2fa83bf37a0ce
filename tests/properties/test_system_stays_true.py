"""The whole system in memory, operated in any order: no view ever shows anything but its own streams, in order."""

from contextlib import suppress
from random import Random
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from accounts.commands import AddInterest, ChangeAddress, CloseAccount, CreateAccount, RemoveInterest, Rename
from onewrite.adapters.memory import MemoryTopic
from onewrite.application.ports.views import Checkpoint
from onewrite.bootstrap import Adapters, App
from onewrite.domain.commands import Command
from onewrite.domain.events import RecordedEvent
from onewrite.domain.streams import StreamId
from onewrite.errors import CommandRejected, EventNotApplied, OperationRefused
from tests.support.clocks import Clock, in_memory_by
from tests.support.fragile import ADA, Fragile, app_of
from tests.support.observed import NAMES, Observed, Place
from tests.support.requests import a_request

STREAMS = tuple(StreamId("account", key) for key in ("ada", "bob", "cy"))

streams, projections, words = (
    st.sampled_from(STREAMS),
    st.sampled_from(NAMES),
    st.sampled_from(["tea", "chess", "maths"]),
)
changes = st.builds(Rename, name=words) | st.builds(ChangeAddress, address=words)
interests = st.builds(AddInterest, interest=words) | st.builds(RemoveInterest, interest=words)
commands = st.lists(changes | interests, min_size=1, max_size=6)
dice = st.randoms(use_true_random=False)


class System(RuleBasedStateMachine):
    """Two instances, one of which may know of generations what was true a second ago; a bus that does what it likes."""

    @initialize(eager=st.booleans())
    def start(self, eager: bool) -> None:
        self.clock, self.fragile = Clock(), Fragile()
        adapters = in_memory_by(self.clock)
        assert isinstance(adapters.topic, MemoryTopic)
        self.published, self.bus = adapters.topic.published, list[RecordedEvent]()
        self.app, self.late = (self._instance(adapters, eager_relay=eager) for _ in range(2))
        self.seen = Observed(self.app, STREAMS)
        self.last: dict[Place, Checkpoint] = {}
        self.released = False

    def _instance(self, adapters: Adapters, **options: Any) -> App:
        usual = {"park_after_attempts": 2, "advance_batch": 3, "relay_grace_seconds": 0, "generation_cache_seconds": 1}
        clocks: Any = {"clock": self.clock.seconds, "wait": self._wait}
        return app_of(adapters, self.fragile, **{**clocks, **usual, **options})

    def _wait(self, seconds: float) -> None:
        """Whoever waits is not alone: meanwhile events are appended, and the late instance hears of them."""
        self.clock.let_pass(seconds * 0.9)
        self._append(STREAMS[0], Rename(name=f"meanwhile {self.clock.seconds()}"))
        for event in self._bus()[-3:]:
            self._follow(self.late, event)
        self.clock.let_pass(seconds * 0.1)

    # What clients do, and what the bus makes of it.

    @rule(stream=streams, several=commands)
    def append(self, stream: StreamId, several: list[Command]) -> None:
        self._append(stream, *several)

    @rule(stream=streams, several=commands, late=st.booleans())
    def append_and_deliver(self, stream: StreamId, several: list[Command], late: bool) -> None:
        self._append(stream, *several)
        self._deliver_all(self.late if late else self.app)

    @rule(stream=streams)
    def close(self, stream: StreamId) -> None:
        self._append(stream, CloseAccount())

    @rule(dice=dice, late=st.booleans())
    def deliver(self, dice: Random, late: bool) -> None:
        """Lose some, repeat some, in any order; what was delivered may come again later."""
        heard = [event for event in self._bus() for _ in range(dice.choice([0, 1, 3]))]
        dice.shuffle(heard)
        for event in heard:
            self._follow(self.late if late else self.app, event)

    @rule()
    def lose_every_message(self) -> None:
        self._bus().clear()

    def _append(self, stream: StreamId, *several: Command) -> None:
        for command in (CreateAccount(name="Ada", address="London"), *several):
            with suppress(CommandRejected):
                self.app.accept_command(a_request(command, stream))

    def _bus(self) -> list[RecordedEvent]:
        self.app.sweep_outbox()
        assert self.app.adapters.outbox.count() == 0
        self.bus += self.published
        self.published.clear()
        return self.bus

    def _deliver_all(self, instance: App) -> None:
        """What was delivered is in every generation, but in one that a rebuild has yet to finish."""
        for event in self._bus():
            self._follow(instance, event)
        heard = {event.stream for event in self.bus}
        for (name, generation, stream), known in self.seen.checkpoints():
            ranges = self.app.adapters.ranges.read(name, generation)
            if stream in heard and (generation == 1 or (ranges and all(one.is_done for one in ranges))):
                assert known.failure or known.version == len(self.seen.events(stream)), (
                    f"{name} {generation} missed {stream}"
                )

    def _follow(self, instance: App, event: RecordedEvent) -> None:
        for name in NAMES:
            with suppress(EventNotApplied):
                instance.follow_stream(name, event.stream, event.version)

    # What goes wrong, and what operators do about it.

    @rule(stream=streams, several=commands)
    def fail(self, stream: StreamId, several: list[Command]) -> None:
        """Let the next event of an account fail, in every generation that has not applied it yet."""
        self._append(stream)
        self.fragile.fail(stream, len(self.seen.events(stream)) + 1)
        self.append_and_deliver(stream, several, late=False)

    @rule(mended=st.booleans(), chosen=st.sampled_from([None, *NAMES]))
    def release(self, mended: bool, chosen: str | None) -> None:
        if mended:
            self.fragile.mend()
        operate, self.released = self.app.operate.release, True
        for released in operate.release(operate.parked(chosen), ADA):
            assert released.now.version >= released.before.version

    @rule(stream=streams)
    def skip(self, stream: StreamId) -> None:
        operate, self.released = self.app.operate.release, True
        for parked in list(operate.parked("profiles", stream)):
            self.seen.skipped.add((("profiles", parked.generation, stream), parked.failure.version))
            operate.skip([parked], ADA)

    @rule()
    def reconcile(self) -> None:
        self.app.operate.reconcile()
        for place, checkpoint in self.seen.checkpoints():
            if not checkpoint.failure:
                assert checkpoint.version == len(self.seen.events(place[2])), (
                    f"{place} is neither stopped nor up to date"
                )

    # Generations.

    @rule(projection=projections, act=st.sampled_from(["pause", "resume"]))
    def disturb_rebuild(self, projection: str, act: str) -> None:
        with suppress(OperationRefused):
            getattr(self.app.operate.rebuild, act)(projection, ADA)

    @rule(projection=projections, built=st.booleans())
    def start_rebuild(self, projection: str, built: bool) -> None:
        """The late instance looked right before, and acts on that right after."""
        known = self.late.read_view.generations(projection)
        with suppress(OperationRefused):
            self.app.operate.rebuild.start(projection, ADA)
        if built:
            self.work_on_rebuild(projection, 999)
        self._append(STREAMS[0], Rename(name=f"after generation {known.last}"))
        self._deliver_all(self.late)

    @rule(projection=projections, steps=st.sampled_from([2, 5, 999]))
    def work_on_rebuild(self, projection: str, steps: int) -> None:
        """A worker that has little time, or all it needs."""
        known, ticks = self.app.adapters.generations.read(projection), iter(range(steps))
        worker = self._instance(self.app.adapters, clock=lambda: float(next(ticks, 9999)))
        worker.operate.rebuild.work(projection, known.building or known.active, seconds=steps - 0.5)

    @rule(projection=projections)
    def verify(self, projection: str) -> None:
        verdict = self.app.operate.verify(projection)
        stopped = [place for place, known in self.seen.checkpoints() if known.failure]
        if not stopped and not self.seen.skipped:
            assert verdict.named == []

    @rule(projection=projections)
    def rebuild_and_switch(self, projection: str) -> None:
        self.start_rebuild(projection, built=False)
        self.disturb_rebuild(projection, "resume")
        self.work_on_rebuild(projection, 999)
        self.verify(projection)
        self.change_generations(projection, "switch", 0)

    @rule(
        projection=projections, act=st.sampled_from(["switch", "rollback", "cancel", "drop"]), which=st.integers(1, 3)
    )
    def change_generations(self, projection: str, act: str, which: int) -> None:
        known, switch = self.late.read_view.generations(projection), self.app.operate.switch
        with suppress(OperationRefused):
            switch.drop(projection, which, ADA) if act == "drop" else getattr(switch, act)(projection, ADA)
        self._append(STREAMS[1], Rename(name=f"after {act} with {known.kept}"))
        self._deliver_all(self.late)

    # What always holds.

    @invariant()
    def versions_are_dense(self) -> None:
        """G2."""
        for stream in STREAMS:
            versions = [event.version for event in self.seen.events(stream)]
            assert versions == list(range(1, len(versions) + 1))
            assert self.app.adapters.store.read_head(stream).version == len(versions)

    @invariant()
    def every_view_reflects_each_event_up_to_its_checkpoint_once_and_in_order(self) -> None:
        """G5, in every generation that is kept; and what was dropped is gone."""
        for name in NAMES:
            known = self.app.adapters.generations.read(name)
            for generation in range(1, known.last + 1):
                expected = self.seen.fold(name, generation) if generation in known.kept else []
                assert self.seen.rows(name, generation) == expected

    @invariant()
    def no_checkpoint_passes_a_failure(self) -> None:
        """G6: not by itself; and a stopped one stands right before the event that stopped it."""
        now = dict(self.seen.checkpoints())
        for place, checkpoint in now.items():
            before = self.last.get(place, Checkpoint(place[2]))
            assert checkpoint == before or self.released or not before.is_parked, f"{place} moved though it was parked"
            assert checkpoint.version >= before.version
            for version in range(before.version + 1, checkpoint.version + 1):
                fails = place[0] == "profiles" and (place[2], version) in self.fragile.cannot_take
                assert not fails or (place, version) in self.seen.skipped, f"{place} passed version {version}"
            if checkpoint.failure or checkpoint.is_parked:
                assert checkpoint.failure
                assert checkpoint.failure.version == checkpoint.version + 1
        self.last, self.released = now, False

    def teardown(self) -> None:
        """Mend and release everything, and lose every message: the reconciler alone makes all views whole."""
        if hasattr(self, "app"):
            self.release(mended=True, chosen=None)
            assert self.app.operate.reconcile().is_healed
            self.every_view_reflects_each_event_up_to_its_checkpoint_once_and_in_order()
            self.no_checkpoint_passes_a_failure()
            for place, checkpoint in self.seen.checkpoints():
                assert checkpoint == Checkpoint(place[2], len(self.seen.events(place[2])))


TestSystem = System.TestCase
TestSystem.settings = settings(max_examples=60, stateful_step_count=30)
