"""The whole system in memory, operated in any order: no view ever shows anything but its own streams, in order."""

from contextlib import suppress
from random import Random

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from accounts import ACCOUNTS
from accounts.account.commands import AddInterest, ChangeAddress, CloseAccount, RemoveInterest, Rename
from accounts.views.profiles import PROFILES
from onewrite.application.ports.views import Checkpoint
from onewrite.domain.commands import Command
from onewrite.domain.queries import RowQuery
from onewrite.domain.streams import StreamId
from onewrite.errors import EventNotApplied, OperationRefused, RowNotFound, ViewParked
from tests.support.checks.observed import NAMES, Place
from tests.support.domains.fragile import ADA
from tests.support.systems.world import World

STREAMS = tuple(StreamId("account", key) for key in ("ada", "bob", "cy"))
[PROFILE] = (query for query in ACCOUNTS.queries if isinstance(query, RowQuery) and query.source is PROFILES)
streams, projections = st.sampled_from(STREAMS), st.sampled_from(NAMES)
words = st.sampled_from(["tea", "chess", "maths"])
changes = st.builds(Rename, name=words) | st.builds(ChangeAddress, address=words)
interests = st.builds(AddInterest, interest=words) | st.builds(RemoveInterest, interest=words)
commands = st.lists(changes | interests, min_size=1, max_size=6)
dice = st.randoms(use_true_random=False)


class System(RuleBasedStateMachine):
    @initialize(eager=st.booleans())
    def start(self, eager: bool) -> None:
        self.world = World(STREAMS, eager=eager)
        self.app, self.late, self.seen = self.world.app, self.world.late, self.world.seen
        self.last: dict[Place, Checkpoint] = {}
        self.released = set[Place]()

    # What clients do, and what the bus makes of it.

    @rule(stream=streams, several=commands)
    def append(self, stream: StreamId, several: list[Command]) -> None:
        self.world.append(stream, *several)

    @rule(stream=streams, several=commands, late=st.booleans())
    def append_and_deliver(self, stream: StreamId, several: list[Command], late: bool) -> None:
        self.world.append(stream, *several)
        self.world.deliver_all(self.late if late else self.app)

    @rule(stream=streams)
    def close(self, stream: StreamId) -> None:
        self.world.append(stream, CloseAccount())

    @rule(dice=dice, late=st.booleans())
    def deliver(self, dice: Random, late: bool) -> None:
        """Lose some, repeat some, in any order; what was delivered may come again later."""
        heard = [event for event in self.world.bus() for _ in range(dice.choice([0, 1, 3]))]
        dice.shuffle(heard)
        for event in heard:
            self.world.follow(self.late if late else self.app, event)

    @rule()
    def lose_every_message(self) -> None:
        self.world.bus().clear()

    @rule(stream=streams, late=st.booleans())
    def read_your_own_writes(self, stream: StreamId, late: bool) -> None:
        """G7: who names a version gets that one, or is told that the view stands still."""
        instance, version = self.late if late else self.app, len(self.seen.events(stream))
        active = instance.read_view.views.generations("profiles").active
        place = "profiles", active, stream
        try:
            row, seen = instance.read_view.row(PROFILE, stream.key, min_version=version)
        except (ViewParked, EventNotApplied):
            assert dict(self.seen.checkpoints())[place].failure
        except RowNotFound:
            assert version == 0 or (place, 1) in self.seen.skipped
        else:
            assert seen is not None
            assert seen >= version
            assert (row["account_id"], row["name"], row["address"], row["status"]) in self.seen.fold("profiles", active)

    # What goes wrong, and what operators do about it.

    @rule(stream=streams, several=commands)
    def fail(self, stream: StreamId, several: list[Command]) -> None:
        """Let the next event of an account fail, in every generation that has not applied it yet."""
        self.world.append(stream)
        self.world.fragile.fail(stream, len(self.seen.events(stream)) + 1)
        self.append_and_deliver(stream, several, late=False)

    @rule(mended=st.booleans(), chosen=st.sampled_from([None, *NAMES]))
    def release(self, mended: bool, chosen: str | None) -> None:
        if mended:
            self.world.fragile.mend()
        operate = self.app.operate.release
        for released in operate.release(operate.parked(chosen), ADA).named:
            assert released.now.version >= released.before.version
            self.released.add((released.projection, released.generation, released.now.stream))

    @rule(stream=streams)
    def skip(self, stream: StreamId) -> None:
        operate = self.app.operate.release
        for parked in list(operate.parked("profiles", stream)):
            place = "profiles", parked.generation, stream
            self.seen.skipped.add((place, parked.failure.version))
            self.released.add(place)
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
        known = self.late.read_view.views.generations(projection)
        with suppress(OperationRefused):
            self.app.operate.rebuild.start(projection, ADA)
        if built:
            self.work_on_rebuild(projection, 999)
        self.world.append(STREAMS[0], Rename(name=f"after generation {known.last}"))
        self.world.deliver_all(self.late)

    @rule(projection=projections, steps=st.sampled_from([2, 5, 999]))
    def work_on_rebuild(self, projection: str, steps: int) -> None:
        """A worker that has little time, or all it needs."""
        known, ticks = self.app.adapters.generations.read(projection), iter(range(steps))
        worker = self.world.instance(self.app.adapters, clock=lambda: float(next(ticks, 9999)))
        worker.operate.rebuild_worker.work(projection, known.building or known.active, seconds=steps - 0.5)

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
        known, switch = self.late.read_view.views.generations(projection), self.app.operate.switch
        with suppress(OperationRefused):
            switch.drop(projection, which, ADA) if act == "drop" else getattr(switch, act)(projection, ADA)
        self.world.append(STREAMS[1], Rename(name=f"after {act} with {known.kept}"))
        self.world.deliver_all(self.late)

    # What always holds.

    @invariant()
    def versions_are_dense(self) -> None:
        """G2."""
        for stream in STREAMS:
            versions = [event.version for event in self.seen.events(stream)]
            assert versions == list(range(1, len(versions) + 1))
            assert self.app.adapters.store.read_head(stream).version == len(versions)

    @invariant()
    def every_event_was_published_or_will_be(self) -> None:
        """G4."""
        assert self.world.forgotten() == []

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
            assert checkpoint == before or place in self.released or not before.is_parked, f"{place} moved when parked"
            assert checkpoint.version >= before.version
            for version in range(before.version + 1, checkpoint.version + 1):
                fails = place[0] == "profiles" and (place[2], version) in self.world.fragile.cannot_take
                assert not fails or (place, version) in self.seen.skipped, f"{place} passed version {version}"
            if checkpoint.failure or checkpoint.is_parked:
                assert checkpoint.failure
                assert checkpoint.failure.version == checkpoint.version + 1
        self.last, self.released = now, set()

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
